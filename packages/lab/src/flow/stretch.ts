import type { Current } from './demand.ts';
import type { World } from './world.ts';

/** A stretch of time with what flows in it. Units: `loads` requests per second of each root. */
export interface Stretch {
  readonly world: World;
  readonly currents: readonly Current[];
  readonly loads: Float64Array;
  readonly fromMs: number;
  readonly seed: number;
}
