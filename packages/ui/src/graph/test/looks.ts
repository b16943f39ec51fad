import { type Look, usualLook } from '../drawing/look.ts';
import type { Shown } from '../place/graph-place.ts';

/** For tests: the usual look with these labels and signs. */
export const showing = (...show: readonly Shown[]): Look => ({ ...usualLook, show });
