export { telemetryRoutes } from './routes.ts';
export { createTelemetry, type HealthFigure, type Telemetry } from './telemetry.ts';
