export { createPrometheusHandler, type PrometheusOptions } from './http/handler.ts';
