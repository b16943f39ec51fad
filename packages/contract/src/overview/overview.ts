import * as z from 'zod';
import { ReadingCost } from '../graph/index.ts';
import { Health } from '../health/index.ts';
import { Gap } from '../problem/index.ts';
import { DurationSeconds, EpochSeconds } from '../units/index.ts';

const rate = z.number().nonnegative().nullable();
const share = z.number().min(0).max(1).nullable();

/** One namespace at a glance. Null is not measured. */
export const NamespaceSummary = z.object({
  name: z.string(),
  health: Health,
  /** Workloads by health. */
  workloads: z.record(Health, z.number().int().nonnegative()),
  /** Requests to its workloads, whoever sends them, and the share of them that failed. */
  requestsPerSecond: rate,
  errorRatio: share,
  /** The slowest call to it. Units: ms. */
  worstP95Ms: rate,
  /** Share of the requests to it that are encrypted, of those whose encryption is told. */
  mtlsRatio: share,
});
export type NamespaceSummary = z.infer<typeof NamespaceSummary>;

/** The mesh at a glance, as far as the caller may see. It is summed from the very graph that the caller would get. */
export const Overview = z.object({
  at: EpochSeconds,
  window: DurationSeconds,
  /** Requests that come from outside of what is shown, and the share of them that failed. */
  enteringPerSecond: rate,
  enteringErrorRatio: share,
  /** p95 of the door that most requests come through, ms, and how many doors there are: quantiles of several cannot be joined. */
  enteringP95Ms: rate,
  doors: z.number().int().nonnegative(),
  mtlsRatio: share,
  plainTextPerSecond: rate,
  workloads: z.number().int().nonnegative(),
  /** Worst first, then by requests. */
  namespaces: z.array(NamespaceSummary),
  newestSampleAt: EpochSeconds.nullable(),
  gaps: z.array(Gap),
  cost: ReadingCost.nullable(),
});
export type Overview = z.infer<typeof Overview>;
