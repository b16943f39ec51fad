import type { LastWrite } from '@vigla/contract/explain';
import type { KubeObject } from '@vigla/contract/objects';
import { at } from '@vigla/contract/units';
import { changesOf } from '../inventory/index.ts';

/** Clocks of clusters and Prometheus, and the control plane's own time, differ by so much. Units: seconds. */
const slack = 30;
const never = 32_503_680_000;

/**
 * The write of an object that can be behind failures which began at `onset`: the last one before it. Without an onset the
 * newest of all. Null where the object does not tell.
 */
export function writeBehind(object: KubeObject, onset: number | null, now: number): LastWrite | null {
  const writes = changesOf([object], { from: at(0), to: at(never) }).filter((write) => write.at <= now + slack);
  const before = onset === null ? writes : writes.filter((write) => write.at <= onset + slack);
  const [write] = before.length > 0 ? before : writes;
  if (!write) return null;
  const delaySeconds = onset === null || before.length === 0 ? null : Math.max(0, Math.round(onset - write.at));
  return { at: write.at, by: write.by, kind: write.kind, delaySeconds };
}

/** Whether a write fits in time: shortly before the failures. Units: seconds. */
export const fits = ({ delaySeconds }: LastWrite, withinSeconds = 900): boolean => delaySeconds !== null && delaySeconds <= withinSeconds;
