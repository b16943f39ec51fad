import type { Difference } from '@vigla/contract/compare';
import type { GraphSign } from '../signs/graph-signs.ts';

const disc = { path: 'M8 0.5 A7.5 7.5 0 1 1 7.99 0.5 Z', fill: 'sign' } as const;
const cut = (path: string) => ({ path, stroke: 'ground', width: 2.2 }) as const;

/** Discs of differences. Shapes differ, so that worse and better are told apart without colour; what did not change has none. */
export const changeSigns: Readonly<Record<Difference, GraphSign>> = {
  worse: [disc, { path: 'M8 3.8 L12.2 11 H3.8 Z', fill: 'ground' }],
  better: [disc, { path: 'M8 12.2 L3.8 5 H12.2 Z', fill: 'ground' }],
  new: [disc, cut('M8 4 V12 M4 8 H12')],
  gone: [disc, cut('M4 8 H12')],
  less: [],
  more: [],
  unchanged: [],
};
