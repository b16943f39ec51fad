import type { Mesh } from '@vigla/domain/semantics';
import type { Conditions, LoadFactors } from './conditions.ts';
import type { Solution } from './solve.ts';

/** A stretch of time in which configuration and pods stay as they are, and load moves too little to matter. */
export interface Epoch {
  readonly startMs: number;
  readonly mesh: Mesh;
  readonly conditions: Conditions;
  readonly load: LoadFactors;
  readonly solution: Solution;
}
