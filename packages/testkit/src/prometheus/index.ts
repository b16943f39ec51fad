export { type AnsweredSeries, askPrometheus, differenceOf, type PrometheusReply, seriesOf } from './ask.ts';
export { backfill } from './backfill.ts';
export { findPrometheus } from './find-prometheus.ts';
export { type RealPrometheus, realPrometheus } from './real-prometheus.ts';
