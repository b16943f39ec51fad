export { createPrometheusHandler, type PrometheusOptions } from './http/handler.ts';
export { exportSeries, type ExportSpan } from './scraping/index.ts';
export { type Dirt, type DirtKind, dirtKinds, dirtyScraped, dirtySource } from './dirty/index.ts';
export { createEngine } from './engine/index.ts';
