import * as z from 'zod';
import { Gathered, GraphEdge, GraphNode, GroupBy, Traffic } from '../graph/index.ts';
import { ObjectReference } from '../istio/index.ts';
import { Gap } from '../problem/index.ts';
import { DurationSeconds, EpochSeconds } from '../units/index.ts';

/**
 * How an element differs between two windows. `worse`, `better`: in its errors, response time or encryption. `new`, `gone`: traffic in
 * one window only. `less`, `more`: another rate and no harm. `unchanged`: no difference beyond the usual.
 */
export const Difference = z.enum(['worse', 'better', 'new', 'gone', 'less', 'more', 'unchanged']);
export type Difference = z.infer<typeof Difference>;

/** What a difference was found in. */
export const Aspect = z.enum(['errors', 'encryption', 'time', 'presence', 'rate']);
export type Aspect = z.infer<typeof Aspect>;

/**
 * The tests by which differences are told from chance.
 * `two_proportions`: two-proportion z test on failed (or plain-text) requests. `exact_binomial`: the same question for few
 * requests, exactly, given their sum. `rate_ratio`: test on the log ratio of two Poisson rates, widened by the usual variation.
 * `quantile`: two-proportion z test on the share of requests slower than the other window's p95 (Brown–Mood quantile test),
 * shares interpolated between p50, p95 and p99.
 */
export const StatisticalTest = z.enum(['two_proportions', 'exact_binomial', 'rate_ratio', 'quantile']);
export type StatisticalTest = z.infer<typeof StatisticalTest>;

/** One test and its outcome. `before`, `after`: how many requests each window holds. */
export const Evidence = z.object({
  test: StatisticalTest,
  aspect: Aspect,
  before: z.number().nonnegative(),
  after: z.number().nonnegative(),
  /** Probability of a difference at least as large, had nothing changed. */
  pValue: z.number().min(0).max(1),
});
export type Evidence = z.infer<typeof Evidence>;

/** A node in both windows. `node` is that of the later one, or of the earlier one where it is gone. */
export const ComparedNode = z.object({
  node: GraphNode,
  change: Difference,
  /** What it received in each window; empty where nothing was measured. */
  before: z.array(Traffic),
  after: z.array(Traffic),
});
export type ComparedNode = z.infer<typeof ComparedNode>;

/** An edge in both windows. `edge` is that of the later one, or of the earlier one where it is gone. Null: no traffic in that window. */
export const ComparedEdge = z.object({
  edge: GraphEdge,
  change: Difference,
  before: Traffic.nullable(),
  after: Traffic.nullable(),
  mtlsBefore: z.number().min(0).max(1).nullable(),
  mtlsAfter: z.number().min(0).max(1).nullable(),
});
export type ComparedEdge = z.infer<typeof ComparedEdge>;

/** Something written or started shortly before a difference was first seen: near in time and place, which proves nothing. */
export const NearbyChange = z.object({
  at: EpochSeconds,
  object: ObjectReference,
  /** The field manager that wrote it, or the controller that started it. */
  by: z.string(),
  /** `started`: a CronJob began a job. */
  kind: z.enum(['created', 'changed', 'started']),
  /** From it to the first sight of the difference; null where that is not known. */
  secondsUntilSeen: z.number().int().nullable(),
});
export type NearbyChange = z.infer<typeof NearbyChange>;

/** What changed in one place. */
const found = {
  /** Stable while it lasts: made of the elements it is about. */
  id: z.string(),
  aspect: Aspect,
  change: Difference,
  /** Ids of the edges it is about, the one that matters most first. */
  edges: z.array(z.string()).min(1),
  before: Traffic.nullable(),
  after: Traffic.nullable(),
  /** Requests per second that fail more than before, that are new or gone, or whose time changed; bytes do not count. */
  affectedPerSecond: z.number().nonnegative(),
};

/** What follows from a finding. `up`, `down`: how many of its edges lead to the cause and away from it. */
export const Consequence = z.object({
  ...found,
  /** The cause's failed requests, passed on: nearly as many. */
  isPassedOn: z.boolean(),
  up: z.number().int().nonnegative(),
  down: z.number().int().nonnegative(),
  /** Largest error ratio among its edges now, and largest fall of a rate (0..1); null where there is none. */
  worstErrorRatio: z.number().min(0).max(1).nullable(),
  largestFall: z.number().min(0).max(1).nullable(),
});
export type Consequence = z.infer<typeof Consequence>;

/** A difference that no other explains, with what follows from it. */
export const Finding = z.object({
  ...found,
  /** Ids of nodes that took over from others of the same application; null where this is no rollout. */
  rollout: z.object({ gone: z.array(z.string()).min(1), new: z.array(z.string()).min(1) }).nullable(),
  /** Share of plain text now, where that is new; null where it is not. */
  plainText: z.number().min(0).max(1).nullable(),
  /** Empty for bytes alone: they are no independent events, so no test applies. */
  evidence: z.array(Evidence),
  /** First step at which it failed or was there; of what is gone, the last one. Null where that was not found out. */
  seenAt: EpochSeconds.nullable(),
  nearby: NearbyChange.nullable(),
  consequences: z.array(Consequence),
});
export type Finding = z.infer<typeof Finding>;

const Moment = z.object({ at: EpochSeconds, window: DurationSeconds });

/** Two windows of one mesh, as far as the caller may see both. Order: nodes and edges by id; findings by rank. */
export const Comparison = z.object({
  before: Moment,
  after: Moment,
  groupBy: GroupBy,
  namespaces: z.array(z.string()),
  nodes: z.array(ComparedNode),
  edges: z.array(ComparedEdge),
  findings: z.array(Finding),
  /** Edges that vary no more than usual. */
  unlisted: z.number().int().nonnegative(),
  /** Chance of one false finding in the whole comparison, had nothing changed; and how many tests share it. */
  level: z.object({ familyWise: z.number(), tests: z.number().int().nonnegative() }),
  /** How much rates of this mesh vary between these windows beyond chance, as a ratio: of all calls together, and of one call against its caller. */
  usual: z.object({ load: z.number(), call: z.number() }),
  newestSampleAt: EpochSeconds.nullable(),
  /** How both windows are gathered, which is in one way; counts are those of the later one. Null where every node stands for itself. */
  gathered: Gathered.nullable(),
  gaps: z.array(Gap),
});
export type Comparison = z.infer<typeof Comparison>;
