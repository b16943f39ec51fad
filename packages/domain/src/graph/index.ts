export { type AnswersOverTime, elementSeries, readSteps, type SeriesQuestion, type Steps } from './element-series.ts';
export { mostElements } from './gather-plan.ts';
export { enteringEdges } from './entering-edges.ts';
export { type End, idOf } from './end.ts';
export type { Flow, MeshFlows } from './flows.ts';
export { type GraphQuestion, projectGraph, type Visibility } from './project-graph.ts';
export { type HistoryAnswers, type HistorySeries, projectHistory } from './project-history.ts';
export { readFlows } from './read-flows.ts';
export type { Answers } from './tally-reports.ts';
