export { element, getGraph, getGraphHistory, graphQuestion } from './endpoints.ts';
export {
  Ambient,
  Badge,
  Culprit,
  Ending,
  Gather,
  Gathered,
  GraphEdge,
  GraphNode,
  GroupBy,
  LikelyCause,
  NodeKind,
  OpenGroup,
  Protocol,
  ReadingCost,
  ReportedBy,
  Traffic,
  TrafficGraph,
  TrafficHistory,
  Trait,
} from './graph.ts';
export { grpcStatuses } from './grpc-status.ts';
