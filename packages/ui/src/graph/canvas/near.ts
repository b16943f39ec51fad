import { plateRect, type Rect } from '../drawing/frame.ts';
import type { Scene } from './scene.ts';

/** What is selected with what stands next to it: plates. Units: model px. Empty where nothing on the picture is selected. */
export function nearSelected({ drawing, positions, attention: { selected } }: Scene): readonly Rect[] {
  if (selected === null) return [];
  const { lines, frames } = drawing;
  const edge = lines.find(({ id }) => id === selected);
  const members = frames.find(({ id }) => id === selected)?.members;
  const callers = lines.filter(({ to }) => to === (edge?.from ?? selected)).map(({ from }) => from);
  const called = lines.filter(({ from }) => from === (edge?.to ?? selected)).map(({ to }) => to);
  const near = new Set(members ?? [...(edge ? [edge.from, edge.to] : [selected]), ...callers, ...called]);
  return [...positions].filter(([id]) => near.has(id)).map(([, at]) => plateRect(at));
}
