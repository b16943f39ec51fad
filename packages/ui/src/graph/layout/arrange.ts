import type { Point } from '../drawing/curve.ts';
import { breadthFirst } from './breadth-first.ts';
import { concentric } from './concentric.ts';
import { grid } from './grid.ts';
import { layoutGraph } from './layout-graph.ts';
import type { LayoutInput } from './layout-input.ts';

type Positions = ReadonlyMap<string, Point>;

const ways: Readonly<Record<LayoutInput['layout'], (input: LayoutInput) => Positions>> = {
  layered: layoutGraph,
  grid,
  concentric,
  breadth: breadthFirst,
};

/** Lays a whole graph out the way that was asked for. Deterministic; no two plates overlap. Units: model px, centres of plates. */
export const arrange = (input: LayoutInput): Positions => ways[input.layout](input);
