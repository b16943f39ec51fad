export { backfill } from './backfill.ts';
export { findPrometheus } from './find-prometheus.ts';
export { realPrometheus, type RealPrometheus } from './real-prometheus.ts';
