import * as z from 'zod';
import { Health } from '../health/index.ts';
import { Gap } from '../problem/index.ts';
import { DurationSeconds, EpochSeconds } from '../units/index.ts';
import { Cause } from './cause.ts';
import { ExplainedEnd } from './explanation.ts';
import { Verdict } from './verdict.ts';

/** Trouble that does not follow from other trouble, with what follows from it. */
export const RootCause = z.object({
  /** Id of the edge, or of the node where no call shows it. */
  element: z.string(),
  from: ExplainedEnd.nullable(),
  to: ExplainedEnd,
  health: Health,
  verdict: Verdict,
  cause: Cause.nullable(),
  since: EpochSeconds.nullable(),
  /** How suspicious: the share of all failing requests at their first failing call that lead here, 0..1. */
  score: z.number().min(0).max(1),
  /** Ids of other edges at which the same cause shows. */
  alike: z.array(z.string()),
  /** Ids of edges and nodes whose trouble follows from this, nearest first. */
  consequences: z.array(z.string()),
});
export type RootCause = z.infer<typeof RootCause>;

/** All trouble of a graph, folded under its roots. Order: the most suspicious first. */
export const RootCauses = z.object({
  at: EpochSeconds,
  window: DurationSeconds,
  roots: z.array(RootCause),
  /** Roots that were found and not looked into, because there are so many. */
  notLookedInto: z.number().int().nonnegative(),
  gaps: z.array(Gap),
});
export type RootCauses = z.infer<typeof RootCauses>;
