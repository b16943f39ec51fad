export { ChangePage } from './change-page.tsx';
export { GraphPage } from './graph-page.tsx';
export { MeshPage } from './mesh-page.tsx';
export { UnknownPage } from './unknown-page.tsx';
