export { discover, scrapePath } from './discovery.ts';
export { exposition, openMetricsType, textType } from './exposition.ts';
