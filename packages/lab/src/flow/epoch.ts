import type { Mesh } from '@vigla/domain/semantics';
import type { Solution } from './solve.ts';

/** A stretch of time in which configuration and pods stay as they are. */
export interface Epoch {
  readonly startMs: number;
  readonly mesh: Mesh;
  readonly solution: Solution;
}
