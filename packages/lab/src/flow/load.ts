import type { Root } from './app-model.ts';
import { roll } from './dice.ts';

/** The load of one root over time, in closed form. */
export interface Load {
  /** Units: requests per second. */
  rateAt(ms: number): number;
  /** Requests since an arbitrary, fixed instant: only differences mean something. Strictly increasing. */
  countAt(ms: number): number;
}

/**
 * Waves around a base rate. The sum of the waves' shares is held at 0.9 at most: load never stops or runs backwards.
 * Source: the integral of base * (1 + sum(share * sin(w t + phase))).
 */
export function loadOf({ id, requestsPerSecond, waves }: Root, seed: number): Load {
  const swing = waves.reduce((sum, { share }) => sum + Math.abs(share), 0);
  const scale = swing > 0.9 ? 0.9 / swing : 1;
  const terms = waves.map(({ periodSeconds, share }, index) => ({
    share: share * scale,
    omega: (2 * Math.PI) / periodSeconds,
    phase: 2 * Math.PI * roll(seed, 'wave', id, index),
  }));
  return {
    rateAt: (ms) =>
      requestsPerSecond * terms.reduce((sum, { share, omega, phase }) => sum + share * Math.sin(omega * (ms / 1000) + phase), 1),
    countAt: (ms) => {
      const seconds = ms / 1000;
      return (
        requestsPerSecond *
        terms.reduce((sum, { share, omega, phase }) => sum - (share / omega) * Math.cos(omega * seconds + phase), seconds)
      );
    },
  };
}
