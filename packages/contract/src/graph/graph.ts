import * as z from 'zod';
import { Health, HealthReason } from '../health/index.ts';
import { Gap } from '../problem/index.ts';
import { DurationSeconds, EpochSeconds } from '../units/index.ts';

export const Protocol = z.enum(['http', 'grpc', 'tcp']);
export type Protocol = z.infer<typeof Protocol>;

/** What a node stands for. `app`: all versions of an application together. `version`: one workload of an application, in a box with its siblings. */
export const GroupBy = z.enum(['version', 'workload', 'app', 'service']);
export type GroupBy = z.infer<typeof GroupBy>;

/**
 * The kind decides the outline of a plate.
 * `store`: only ever reached by TCP. `external`: a service outside the mesh that has a name (ServiceEntry).
 * `outside`: callers or targets nobody knows: unknown, PassthroughCluster, BlackHoleCluster.
 * `restricted`: stands for everything on one side that the caller may not see; has no name and no rate.
 */
export const NodeKind = z.enum(['workload', 'app', 'service', 'gateway', 'waypoint', 'store', 'external', 'outside', 'restricted']);
export type NodeKind = z.infer<typeof NodeKind>;

export const Badge = z.enum(['route', 'circuit_breaker', 'fault', 'mirror', 'retry', 'timeout', 'scaled_down']);
export type Badge = z.infer<typeof Badge>;

/**
 * What flowed during the window. Absent measurement is null, never NaN and never 0.
 * Units: rates per second over the window; `requests` and `failed` are counts in the window, not rounded to integers;
 * times in milliseconds, quantiles interpolated within histogram buckets. TCP has bytes and no requests.
 */
export const Traffic = z.object({
  protocol: Protocol,
  requestsPerSecond: z.number().nonnegative().nullable(),
  bytesPerSecond: z.number().nonnegative().nullable(),
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

/** One way in which requests of an edge ended. `code`: HTTP status, gRPC status, or "-" for no answer. `flags`: Envoy response flags, "-" for none. */
export const Ending = z.object({
  code: z.string(),
  flags: z.string(),
  reporter: ReportedBy,
  requestsPerSecond: z.number().nonnegative(),
});
export type Ending = z.infer<typeof Ending>;

export const GraphNode = z.object({
  /** Stable across refreshes and windows: `namespace/workload`, `namespace/app:name`, `namespace/svc:name`, `outside/...`, `restricted/in|out`. */
  id: z.string(),
  kind: NodeKind,
  namespace: z.string().nullable(),
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
});
export type GraphNode = z.infer<typeof GraphNode>;

export const GraphEdge = z.object({
  /** `from>to:protocol`. */
  id: z.string(),
  from: z.string(),
  to: z.string(),
  traffic: Traffic,
  endings: z.array(Ending),
  reportedBy: ReportedBy,
  /** Destination-reported requests divided by source-reported ones where both exist: retries push it above 1, lost reports below. */
  agreement: z.number().nonnegative().nullable(),
  /** Share of traffic encrypted by the mesh, 0..1; null when no destination proxy told. */
  mtlsRatio: z.number().min(0).max(1).nullable(),
  hosts: z.array(z.string()),
  sourcePrincipals: z.array(z.string()),
  health: Health,
});
export type GraphEdge = z.infer<typeof GraphEdge>;

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
