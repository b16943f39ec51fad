import * as z from 'zod';

/** A Kubernetes object that a person writes: Istio's kinds and the Gateway API's. Unknown fields are kept as they are. */
export const IstioObject = z.looseObject({
  apiVersion: z.string().regex(/^[a-z0-9.-]+\/[a-z0-9]+$/, 'is not a group and version such as networking.istio.io/v1'),
  kind: z.string().regex(/^[A-Z][A-Za-z]+$/, 'is not a kind such as VirtualService'),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    resourceVersion: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.record(z.string(), z.unknown()).optional(),
});
export type IstioObject = z.infer<typeof IstioObject>;

export const ObjectReference = z.object({ apiVersion: z.string(), kind: z.string(), namespace: z.string(), name: z.string() });
export type ObjectReference = z.infer<typeof ObjectReference>;

/** A fact about configuration that somebody should know. `rule` is a stable id; `path` leads into the object, `spec.http[0].route[1]`. */
export const Finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  object: ObjectReference,
  path: z.string(),
  /** Parameters of the sentence; the rule decides the words. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Finding = z.infer<typeof Finding>;

/** One version of a service: a set of pods told apart by a label. */
export const ServiceVersion = z.object({
  version: z.string(),
  /** The subset's name where a DestinationRule defines one for it. */
  subset: z.string().nullable(),
  workloads: z.array(z.string()),
  readyPods: z.number().int().nonnegative(),
  /** Configured share of requests, percent; null where no route decides it. */
  percent: z.number().min(0).max(100).nullable(),
});
export type ServiceVersion = z.infer<typeof ServiceVersion>;

/** What the Shift traffic editor starts from. */
export const TrafficShiftStart = z.object({
  namespace: z.string(),
  service: z.string(),
  versions: z.array(ServiceVersion),
  /** The objects that route this service now, as the cluster holds them; null where there is none. */
  virtualService: IstioObject.nullable(),
  destinationRule: IstioObject.nullable(),
  /** Everything validation looks at: other VirtualServices and DestinationRules that name the same host. */
  neighbours: z.array(IstioObject),
  /** Whether the caller may write; `missing` names the first right that lacks. */
  canWrite: z.boolean(),
  missing: z.string().nullable(),
  /** Who else manages a touched object (field managers that look like GitOps); empty when nobody does. */
  managers: z.array(z.string()),
});
export type TrafficShiftStart = z.infer<typeof TrafficShiftStart>;

/** What became of one object. `before` and `after` are YAML without server-side noise; `before` is null for a new object. */
export const AppliedObject = z.object({
  object: ObjectReference,
  outcome: z.enum(['created', 'changed', 'unchanged']),
  before: z.string().nullable(),
  after: z.string(),
  resourceVersion: z.string().nullable(),
  warnings: z.array(z.string()),
});
export type AppliedObject = z.infer<typeof AppliedObject>;
