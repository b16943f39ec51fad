export { discover, scrapePath } from './discovery.ts';
export { exportSeries, type ExportSpan } from './export-series.ts';
export { exposition, openMetricsType, textType } from './exposition.ts';
