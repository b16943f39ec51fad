import { roll } from '../../flow/index.ts';
import { labelValue, type Labels } from '../../series/index.ts';

/** What is wrong with the metrics of most real meshes, one by one. */
export type DirtKind = 'missing_labels' | 'counter_resets' | 'gaps' | 'late_scrapes' | 'duplicate_reporters';

export const dirtKinds: readonly DirtKind[] = ['missing_labels', 'counter_resets', 'gaps', 'late_scrapes', 'duplicate_reporters'];

/** Which of it a lab is to have. The same seed soils the same pods at the same moments. */
export interface Dirt {
  readonly seed: number;
  readonly kinds: readonly DirtKind[];
}

/** The job that scrapes some pods once more, as happens where two monitors select the same port. */
export const secondJob = 'kubernetes-pods-again';

/** What follows from what remains, so that no two series become one when it is missing. */
const droppable = ['canonical_service', 'canonical_revision', 'cluster', 'app', 'version'].flatMap((name) => [
  `source_${name}`,
  `destination_${name}`,
]);

const resetSlotMs = 7_200_000;
const gapSlotMs = 600_000;

/** What happens to one pod. Units: epoch ms. */
export interface PodDirt {
  /** Labels that its proxy does not write. */
  readonly dropped: ReadonlySet<string>;
  /** Whether a second job scrapes it too. */
  readonly twice: boolean;
  /** The last restart at or before an instant; null where it never restarts. */
  lastReset(ms: number): number | null;
  /** Whether a scrape at an instant fails. */
  isSilent(ms: number): boolean;
  /** How much later than measured a sample of an instant is written down. Units: ms. */
  lateBy(ms: number): number;
}

/** The dirt of a pod. A quarter to a half of the pods have each kind. */
export function dirtOf({ seed, kinds }: Dirt, namespace: string, pod: string, scrapeMs: number): PodDirt {
  const dice = (...keys: readonly (string | number)[]): number => roll(seed, 'dirt', namespace, pod, ...keys);
  const has = (kind: DirtKind, likelihood: number): boolean => kinds.includes(kind) && dice(kind) < likelihood;
  const [forgets, restarts, falls, lags] = [
    has('missing_labels', 0.4),
    has('counter_resets', 0.4),
    has('gaps', 0.5),
    has('late_scrapes', 0.5),
  ];
  const resetIn = (slot: number): number => slot * resetSlotMs + Math.floor(dice('reset', slot) * resetSlotMs);
  return {
    dropped: new Set(forgets ? droppable.filter((name) => dice('label', name) < 0.3) : []),
    twice: has('duplicate_reporters', 0.3),
    lastReset(ms) {
      if (!restarts) return null;
      const slot = Math.floor(ms / resetSlotMs);
      return resetIn(slot) <= ms ? resetIn(slot) : resetIn(slot - 1);
    },
    isSilent(ms) {
      if (!falls) return false;
      const slot = Math.floor(ms / gapSlotMs);
      const lengthMs = dice('gap', slot) * 120_000;
      const startMs = slot * gapSlotMs + dice('gap start', slot) * (gapSlotMs - lengthMs);
      return ms >= startMs && ms < startMs + lengthMs;
    },
    lateBy: (ms) => (lags ? Math.floor(dice('late', ms) * 0.4 * scrapeMs) : 0),
  };
}

/** Labels less those that a pod does not write. */
export const withoutDropped = (labels: Labels, { dropped }: PodDirt): Labels =>
  dropped.size === 0
    ? labels
    : Object.fromEntries(Object.keys(labels).flatMap((name) => (dropped.has(name) ? [] : [[name, labelValue(labels, name)]])));

/** Whether a label may be missing somewhere. */
export const mayBeMissing = (name: string): boolean => droppable.includes(name);
