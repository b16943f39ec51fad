import type { PastWrite, Told } from '../object.ts';
import type { Telling } from '../scenario.ts';

const seconds = 1000;
const days = 86_400 * seconds;

/** What was done to the shop within the last hour, and when. Units: epoch ms. */
export interface History {
  /** Somebody gave a fifth instead of a twentieth of the payments to v2. */
  readonly shift: number;
  /** Search v4 took the place of v3. */
  readonly rollout: number;
  /** The billing job of the hour began. */
  readonly billing: number;
}

/** The last hour of the shop as seen from an instant. */
export const historyOf = (nowMs: number): History => ({
  shift: nowMs - 2610 * seconds,
  rollout: nowMs - 1308 * seconds,
  billing: nowMs - 1026 * seconds,
});

/** Who looks after objects by what. */
export const writers = { argo: 'argocd-controller', helm: 'helm', vigla: 'vigla', kubectl: 'kubectl-client-side-apply' } as const;

/** Tells objects as they were made so many days ago, and written again since. */
export const tellerOf =
  ({ nowMs, seed }: Telling) =>
  (by: keyof typeof writers, daysAgo: number, ...later: readonly PastWrite[]): Told => ({
    seed,
    writes: [{ by: writers[by], atMs: nowMs - daysAgo * days }, ...later],
  });
