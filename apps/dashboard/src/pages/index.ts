export { ChangePage } from './change-page.tsx';
export { GraphPage } from './graph-page.tsx';
export { MeshPage } from './mesh-page.tsx';
export { NodePage } from './node-page.tsx';
export { OverviewPage } from './overview-page.tsx';
export { UnknownPage } from './unknown-page.tsx';
