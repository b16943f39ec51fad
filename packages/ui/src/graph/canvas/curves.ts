import type { Curve, Point } from '../drawing/curve.ts';
import type { Drawing } from '../drawing/drawing.ts';
import type { Line } from '../drawing/line.ts';
import { type Router, routerAmong } from '../drawing/route.ts';
import type { Scene } from './scene.ts';

type Positions = ReadonlyMap<string, Point>;
type Curves = ReadonlyMap<string, Curve>;

/** What runs where, between which places. */
type Laid = Pick<Scene, 'drawing' | 'positions' | 'curves'>;

/**
 * The lines of the calls whose both ends have places. Units: model px. Where plates stand as they did `before`, what ran
 * then is the same curve now: a refresh that changes only rates lays nothing anew.
 */
export function curvesOf({ lines, flow }: Pick<Drawing, 'lines' | 'flow'>, positions: Positions, before: Laid | null = null): Curves {
  if (before?.drawing.lines === lines && before.drawing.flow === flow && before.positions === positions) return before.curves;
  const router = routerAmong(positions.values(), flow);
  const kept = before?.drawing.flow === flow && samePlaces(before.positions, positions) ? keptOf(before) : null;
  return new Map(
    lines.flatMap((line): readonly [string, Curve][] => {
      const curve = kept?.(line) ?? routed(line, positions, router);
      return curve ? [[line.id, curve]] : [];
    }),
  );
}

/** While one plate is moved its own lines follow it; the others go around it when it is let go. */
export function followingCurves({ drawing, curves }: Laid, moved: string, positions: Positions): Curves {
  const router = routerAmong(positions.values(), drawing.flow);
  const following = new Map(curves);
  for (const line of drawing.lines) {
    const curve = line.from === moved || line.to === moved ? routed(line, positions, router) : null;
    if (curve) following.set(line.id, curve);
  }
  return following;
}

function routed({ from, to, lane }: Line, positions: Positions, router: Router): Curve | null {
  const [a, b] = [positions.get(from), positions.get(to)];
  return a && b ? router.route(a, b, lane) : null;
}

function samePlaces(a: Positions, b: Positions): boolean {
  if (a === b) return true;
  return a.size === b.size && [...a].every(([id, { x, y }]) => b.get(id)?.x === x && b.get(id)?.y === y);
}

function keptOf({ drawing, curves }: Laid): (line: Line) => Curve | undefined {
  const known = new Map(drawing.lines.map((line) => [line.id, line]));
  return ({ id, from, to, lane }) => {
    const line = known.get(id);
    return line && line.from === from && line.to === to && line.lane === lane ? curves.get(id) : undefined;
  };
}
