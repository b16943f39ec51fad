export { getStatus, getTicks, ServerStatus, SourceState, Tick } from './mesh.ts';
