import * as z from 'zod';
import { Health, HealthReason } from '../health/index.ts';
import { Gap } from '../problem/index.ts';
import { DurationSeconds, EpochSeconds } from '../units/index.ts';

export const Protocol = z.enum(['http', 'grpc', 'tcp']);
export type Protocol = z.infer<typeof Protocol>;

/** What a node stands for. `app`: all versions of an application together. `version`: one workload of an application, in a box with its siblings. */
export const GroupBy = z.enum(['version', 'workload', 'app', 'service']);
export type GroupBy = z.infer<typeof GroupBy>;

/** Whose reports of ambient traffic count: everybody's, those of waypoints alone (requests), or those of ztunnels alone (bytes). */
export const Ambient = z.enum(['total', 'waypoint', 'ztunnel']);
export type Ambient = z.infer<typeof Ambient>;

/**
 * How a graph that is too large to read is gathered into groups. `auto`: by namespace above about 300 drawn elements, else
 * not at all. `label:team`: by a label of namespaces or pods. `namespace:team`: by namespace, those with one value of the
 * label in one box.
 */
export const Gather = z.union([
  z.enum(['auto', 'none', 'cluster', 'namespace', 'app']),
  z.string().regex(/^(label|namespace):[A-Za-z0-9]([-A-Za-z0-9_./]{0,251}[A-Za-z0-9])?$/),
]);
export type Gather = z.infer<typeof Gather>;

/**
 * The kind decides the outline of a plate.
 * `operation`: one classified kind of request. `group`: several nodes drawn as one, because there are too many to read.
 * `store`: only ever reached by TCP. `external`: a service outside the mesh that has a name (ServiceEntry).
 * `outside`: callers or targets nobody knows: unknown, PassthroughCluster, BlackHoleCluster.
 * `restricted`: stands for everything on one side that the caller may not see; has no name and no rate.
 */
export const NodeKind = z.enum([
  'workload',
  'app',
  'service',
  'gateway',
  'waypoint',
  'store',
  'external',
  'outside',
  'restricted',
  'operation',
  'group',
]);
export type NodeKind = z.infer<typeof NodeKind>;

/** What a node is besides its kind. `traffic_source`: nobody calls it and it calls others. `dead`: it has a name and no pods. */
export const Trait = z.enum([
  'traffic_source',
  'ingress',
  'egress',
  'gateway_api',
  'workload_entry',
  'service_entry',
  'ambient',
  'dead',
  'passthrough',
  'black_hole',
]);
export type Trait = z.infer<typeof Trait>;

/** Why traffic has an end that nobody knows, as far as can be told. Views put it into words. */
export const LikelyCause = z.enum([
  'caller_without_proxy',
  'enters_by_gateway',
  'plain_text_tcp',
  'no_service_entry',
  'blocked_by_registry_only',
  'direct_pod_address',
  'never_reached_a_workload',
]);
export type LikelyCause = z.infer<typeof LikelyCause>;

/**
 * What configuration does to the traffic of a node. `virtual_service`: a VirtualService routes to it, whatever that does;
 * `request_routing`: by what is in the request, or to one version; `traffic_shifting` and `tcp_traffic_shifting`: by weights.
 */
export const Badge = z.enum([
  'virtual_service',
  'request_routing',
  'traffic_shifting',
  'tcp_traffic_shifting',
  'circuit_breaker',
  'fault',
  'mirror',
  'retry',
  'timeout',
  'scaled_down',
]);
export type Badge = z.infer<typeof Badge>;

/**
 * What flowed during the window. Absent measurement is null, never NaN and never 0.
 * Units: rates per second over the window; `requests` and `failed` are counts in the window, not rounded to integers;
 * times in milliseconds, quantiles interpolated within histogram buckets. TCP has bytes and no requests.
 */
export const Traffic = z.object({
  protocol: Protocol,
  requestsPerSecond: z.number().nonnegative().nullable(),
  /** Bytes of TCP, both ways. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  /** What the caller sent and what it got back: bodies of requests and responses, or bytes of TCP. */
  sentBytesPerSecond: z.number().nonnegative().nullable(),
  receivedBytesPerSecond: z.number().nonnegative().nullable(),
  /** gRPC messages that the caller sent and got back. */
  sentMessagesPerSecond: z.number().nonnegative().nullable(),
  receivedMessagesPerSecond: z.number().nonnegative().nullable(),
  requests: z.number().nonnegative().nullable(),
  failed: z.number().nonnegative().nullable(),
  errorRatio: z.number().min(0).max(1).nullable(),
  averageMs: z.number().nonnegative().nullable(),
  p50Ms: z.number().nonnegative().nullable(),
  p95Ms: z.number().nonnegative().nullable(),
  p99Ms: z.number().nonnegative().nullable(),
});
export type Traffic = z.infer<typeof Traffic>;

/** Which proxies reported a call: the caller's (`source`), the called one's (`destination`), both, or a waypoint's. */
export const ReportedBy = z.enum(['both', 'source', 'destination', 'waypoint']);
export type ReportedBy = z.infer<typeof ReportedBy>;

/**
 * One way in which requests of an edge ended. `code`: HTTP status, gRPC status, or "-" for no answer. `flags`: Envoy response
 * flags, "-" for none. `host`: the name they asked for; null where the edge has but one, or it is not the reader's to see.
 */
export const Ending = z.object({
  code: z.string(),
  flags: z.string(),
  reporter: ReportedBy,
  host: z.string().nullable(),
  requestsPerSecond: z.number().nonnegative(),
});
export type Ending = z.infer<typeof Ending>;

export const GraphNode = z.object({
  /** Stable across refreshes and windows: `namespace/workload`, `namespace/app:name`, `namespace/svc:name`, `outside/...`, `restricted/in|out`. */
  id: z.string(),
  kind: NodeKind,
  namespace: z.string().nullable(),
  /** Null where the mesh has one cluster, or where telemetry does not tell. */
  cluster: z.string().nullable(),
  name: z.string(),
  app: z.string().nullable(),
  version: z.string().nullable(),
  health: Health,
  reasons: z.array(HealthReason),
  /** Sums of the node's edges, per protocol; empty when nothing was measured. */
  inbound: z.array(Traffic),
  outbound: z.array(Traffic),
  pods: z.object({ ready: z.number().int().nonnegative(), desired: z.number().int().nonnegative() }).nullable(),
  /** Has a proxy of the mesh; null where Kubernetes was not asked or may not be asked. */
  inMesh: z.boolean().nullable(),
  badges: z.array(Badge),
  /** Hosts by which callers asked for it. */
  hosts: z.array(z.string()),
  /** SPIFFE identities seen in telemetry. */
  principals: z.array(z.string()),
  traits: z.array(Trait),
  /** Of ends nobody knows. */
  likelyCause: LikelyCause.nullable(),
  /** Those labels of its pods that were asked for. */
  labels: z.record(z.string(), z.string()),
  /** Of a group: how many nodes it stands for, by health. */
  members: z.record(Health, z.number().int().nonnegative()).nullable(),
});
export type GraphNode = z.infer<typeof GraphNode>;

export const GraphEdge = z.object({
  /** `from>to:protocol`. */
  id: z.string(),
  from: z.string(),
  to: z.string(),
  traffic: Traffic,
  endings: z.array(Ending),
  /** How the caller's proxy saw requests end, where both ends tell and they differ: timeouts, retries given up. Empty where they agree. */
  callerSaw: z.array(Ending),
  reportedBy: ReportedBy,
  /** Destination-reported requests divided by source-reported ones where both exist: retries push it above 1, lost reports below. */
  agreement: z.number().nonnegative().nullable(),
  /** Share of traffic encrypted by the mesh, 0..1; null when no destination proxy told. */
  mtlsRatio: z.number().min(0).max(1).nullable(),
  hosts: z.array(z.string()),
  sourcePrincipals: z.array(z.string()),
  destinationPrincipals: z.array(z.string()),
  health: Health,
});
export type GraphEdge = z.infer<typeof GraphEdge>;

/** A node at fault within a group, so that grouping never hides a failure. */
export const Culprit = z.object({
  id: z.string(),
  name: z.string(),
  namespace: z.string().nullable(),
  /** Id of what is drawn for it: the group that holds it, or its own where that is open. */
  group: z.string(),
  health: Health,
  errorRatio: z.number().min(0).max(1).nullable(),
});
export type Culprit = z.infer<typeof Culprit>;

/** A group whose members are drawn in its stead: nodes, or smaller groups. */
export const OpenGroup = z.object({
  id: z.string(),
  name: z.string(),
  namespace: z.string().nullable(),
  /** Ids of nodes of this graph. */
  members: z.array(z.string()),
});
export type OpenGroup = z.infer<typeof OpenGroup>;

/**
 * How a graph was gathered: what the groups stand for, and the worst of what they hold. `nodes` and `edges` count what was
 * there before; `groups` what is drawn as a group now.
 */
export const Gathered = z.object({
  /** What was done. Differs from what was asked where that was left open, or would have been too much to read. */
  by: Gather,
  /** Name of the label whose values are boxes around groups; its values stand among the labels of nodes. */
  within: z.string().nullable(),
  /** Names of labels by which this mesh can be gathered as well. */
  labels: z.array(z.string()),
  open: z.array(OpenGroup),
  nodes: z.number().int().nonnegative(),
  edges: z.number().int().nonnegative(),
  groups: z.number().int().nonnegative(),
  /** Nodes that are failing or degraded, worst first; at most 20 are listed. */
  worst: z.array(Culprit),
  failing: z.number().int().nonnegative(),
  degraded: z.number().int().nonnegative(),
});
export type Gathered = z.infer<typeof Gathered>;

/** What a reading cost the source. `milliseconds`: until the slowest of its questions was answered. */
export const ReadingCost = z.object({
  queries: z.number().int().nonnegative(),
  milliseconds: z.number().nonnegative(),
  series: z.number().int().nonnegative(),
});
export type ReadingCost = z.infer<typeof ReadingCost>;

export const TrafficGraph = z.object({
  /** End of the window; samples at or before it. */
  at: EpochSeconds,
  window: DurationSeconds,
  groupBy: GroupBy,
  /** The namespaces asked for, after leaving out what the caller may not see. */
  namespaces: z.array(z.string()),
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
  /** When the newest sample behind the traffic was taken; null when nothing was measured. */
  newestSampleAt: EpochSeconds.nullable(),
  /** Sources that answered late or not at all. The graph is still drawn, and says what it lacks. */
  gaps: z.array(Gap),
  /** Null where every node stands for itself. */
  gathered: Gathered.nullable(),
  cost: ReadingCost.nullable(),
});
export type TrafficGraph = z.infer<typeof TrafficGraph>;

/** Entering and failing requests over time, for the time rail. Shape: the three arrays are equally long; null is a gap. */
export const TrafficHistory = z.object({
  from: EpochSeconds,
  to: EpochSeconds,
  stepSeconds: z.number().int().positive(),
  enteringPerSecond: z.array(z.number().nonnegative().nullable()),
  failingPerSecond: z.array(z.number().nonnegative().nullable()),
  gaps: z.array(Gap),
});
export type TrafficHistory = z.infer<typeof TrafficHistory>;
