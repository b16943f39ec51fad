export { createHealthGauge } from './health-gauge.ts';
