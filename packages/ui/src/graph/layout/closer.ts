import { type Point, plateSize } from '../drawing/curve.ts';
import { pitch } from './layout-graph.ts';

/** Between plates of neighbouring columns where few labels stand: boxes still have room between them. Units: model px. */
const closerGap = 76;

/** The same places with less room between columns: a screen that shows few labels has larger plates instead. */
export function closer(positions: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
  const share = (plateSize.width + closerGap) / pitch.column;
  return new Map([...positions].map(([id, { x, y }]) => [id, { x: x * share, y }]));
}
