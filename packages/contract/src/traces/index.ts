export { listTraces, TraceSummary } from './traces.ts';
