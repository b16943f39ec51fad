import type { Mesh } from '@vigla/domain/semantics';
import type { Conditions, LoadFactors } from './conditions.ts';
import type { Dynamics } from './dynamics.ts';
import type { Solution } from './solve.ts';
import type { World } from './world.ts';

/** A stretch of time in which configuration and pods stay as they are, and load moves too little to matter. */
export interface Epoch {
  readonly startMs: number;
  readonly mesh: Mesh;
  readonly conditions: Conditions;
  readonly load: LoadFactors;
  readonly world: World;
  readonly solution: Solution;
  /** What proxies remember when it begins. */
  readonly dynamics: Dynamics;
  /** When something that they remember ends it; Infinity for never. */
  readonly untilMs: number;
}
