export { Health, HealthReason } from './health.ts';
