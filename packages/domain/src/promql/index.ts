export { copyingJobsQuery, countedOnce } from './counted-once.ts';
export { elementQueries } from './element-queries.ts';
export { callSelectors, nodeSelectors, type Reported } from './element-selectors.ts';
export { type GraphQuery, type GraphQueryName, graphQueries } from './graph-queries.ts';
export { type HistoryQuery, historyQueries } from './history-queries.ts';
export type { Selectors } from './narrow.ts';
export {
  anyTrafficQuery,
  callActivityQuery,
  callFailuresQuery,
  type CallLabels,
  callOutcomesQuery,
  callRateQuery,
  callTimesQuery,
  toldOfWorkloadQuery,
} from './explain-queries.ts';
export { type SightingEnds, sightingQueries, type SightingQuestion } from './sighting-queries.ts';
export { covers, readRecorded, type Recorded, recordedQuery, shortestWindow } from './recorded.ts';
export { type RecordingRule, recordingRules } from './recording-rules.ts';
