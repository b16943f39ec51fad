export { createPrometheusHandler, type PrometheusOptions } from './http/handler.ts';
export { exportSeries, type ExportSpan } from './scraping/index.ts';
