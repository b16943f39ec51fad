export type { EdgeMatter, Times } from './edge-matter.ts';
export { endsOf, flowsOfEdge, labelsOfFlows } from './element.ts';
export { explainEdge } from './explain-edge.ts';
export { type Mechanism, mechanismsOf } from './mechanism.ts';
export { firstFailure, type Onset, onsetOf } from './onset.ts';
export { readReports, type Reports, reportsOfEdge } from './reports.ts';
export { semanticCall } from './semantic-call.ts';
export { endOf } from './stations.ts';
export { withBefore } from './with-before.ts';
