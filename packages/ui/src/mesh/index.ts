export { SourceList } from './source-list.tsx';
export { MeshView } from './mesh-view.tsx';
export { SourcesMenu } from './sources-menu.tsx';
