export { getGraph, getGraphHistory } from './endpoints.ts';
export {
  Badge,
  Ending,
  GraphEdge,
  GraphNode,
  GroupBy,
  NodeKind,
  Protocol,
  ReportedBy,
  Traffic,
  TrafficGraph,
  TrafficHistory,
} from './graph.ts';
export { grpcStatuses } from './grpc-status.ts';
