export { SourceSummary } from './source-summary.tsx';
export { MeshView } from './mesh-view.tsx';
export { SourcesMenu } from './sources-menu.tsx';
