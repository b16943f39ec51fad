import { median } from './statistics.ts';
import type { EdgePair, United } from './unite.ts';

/** How much rates vary beyond chance, as standard deviations of their logarithm. `load`: all calls together; `call`: one call against what its caller receives. */
export interface Usual {
  readonly load: number;
  readonly call: number;
}

/** Load comes in waves that no two windows share. Where nothing else is known: a tenth. */
const usualLoad = 0.1;
const leastCall = 0.02;
const mostCall = 0.25;
const unknownCall = 0.05;
const enoughEdges = 8;
const enoughRequests = 100;
/** Turns a median absolute deviation into a standard deviation, where values are normal. */
const madToDeviation = 1.4826;

/**
 * The noise model: Poisson counts, widened by the usual variation. What is usual for single calls is read off the two windows
 * themselves: most calls of a mesh do not change, so the median absolute deviation of all is that of the unchanged ones.
 */
export function usualOf(united: United): Usual {
  const residuals = [...united.edges.values()].flatMap((pair) => {
    const [before, after] = [pair.before?.requests ?? 0, pair.after?.requests ?? 0];
    const expected = expectedRatio(pair, united);
    return before >= enoughRequests && after >= enoughRequests && expected !== null ? [Math.log(after / before / expected)] : [];
  });
  const middle = median(residuals);
  if (middle === null || residuals.length < enoughEdges) return { load: usualLoad, call: unknownCall };
  const deviation = madToDeviation * (median(residuals.map((one) => Math.abs(one - middle))) ?? 0);
  return { load: usualLoad, call: Math.min(mostCall, Math.max(leastCall, deviation)) };
}

/**
 * What a call's rate should be now over what it was, if its caller does with each request what it did before: the ratio of
 * what the caller received. Null where the caller receives nothing in one of the windows: then only the load itself is known.
 */
export function expectedRatio({ edge }: EdgePair, { into }: United): number | null {
  const received = into.get(edge.from) ?? [];
  const sum = (when: 'before' | 'after'): number => received.reduce((all, pair) => all + (pair[when]?.requests ?? 0), 0);
  const [before, after] = [sum('before'), sum('after')];
  return before >= enoughRequests && after >= enoughRequests ? after / before : null;
}
