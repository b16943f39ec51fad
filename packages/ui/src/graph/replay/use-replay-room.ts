import { useState } from 'react';
import type { Point } from '../drawing/curve.ts';

type Positions = ReadonlyMap<string, Point>;

/** Where everything stands that this replay has shown so far: the picture keeps room for it, so that it does not jump when something comes or goes. */
export function useReplayRoom(shown: Positions | null, replays: boolean): Positions | null {
  const [seen, setSeen] = useState<Positions | null>(null);
  if (!replays && seen) setSeen(null);
  if (replays && shown && [...shown.keys()].some((id) => !seen?.has(id))) setSeen(new Map([...(seen ?? []), ...shown]));
  return replays ? seen : null;
}
