export { getOverview } from './endpoints.ts';
export { NamespaceSummary, Overview } from './overview.ts';
