/** How much slower a pod gets before it begins to throw requests away. */
const slowest = 20;

/** The usage at which that is so: 1/(1-usage) is 20. */
const full = 1 - 1 / slowest;

/** What a request that is thrown away costs, in parts of one that is answered. */
const wasted = 0.3;

/** How a workload fares at some usage: asked for over what its pods can do. */
export interface Fare {
  /** Multiplies the time of its own work. */
  readonly slower: number;
  /** The share that it answers with 503, for there is no room. */
  readonly refused: number;
}

/**
 * How a workload fares at some usage. Units: 1 for full.
 *
 * Up to 95 % it gets slower as a queue does, by 1/(1-usage); beyond that it throws away what it cannot do. Throwing away is
 * work too, so that it does less the more is asked of it: with callers that try again this is what keeps a storm going.
 * A rule of this lab: served + 0.3 * thrown away = 0.95 of the capacity.
 */
export function fare(usage: number): Fare {
  if (usage <= full) return { slower: 1 / (1 - Math.max(0, usage)), refused: 0 };
  const served = Math.max(0, (full / usage - wasted) / (1 - wasted));
  return { slower: slowest, refused: 1 - served };
}
