export { FindPreset, getStatus, getTicks, ServerStatus, SourceState, Tick } from './mesh.ts';
