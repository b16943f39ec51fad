export { CallTrace, getTrace, listCallTraces, listTraces, TraceSpan, TraceSummary } from './traces.ts';
