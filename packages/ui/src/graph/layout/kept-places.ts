import type { Point } from '../drawing/curve.ts';

type Positions = ReadonlyMap<string, Point>;

/** More would fill a browser's store; what stands longest is left out first. */
const most = 2000;
const longestId = 600;
const farthest = 1e6;

/** Where nodes stand, as text to keep. Order: the newest last. */
export const writePlaces = (positions: Positions): string =>
  JSON.stringify([...positions].slice(-most).map(([id, { x, y }]) => [id, Math.round(x), Math.round(y)]));

/** What `writePlaces` wrote. Total: damaged entries are passed over, and damaged or foreign text is null. */
export function readPlaces(text: string | null): Positions | null {
  const entries = text === null ? null : parsed(text);
  if (!Array.isArray(entries)) return null;
  const places = new Map(entries.slice(-most).flatMap((entry: unknown) => soundEntry(entry)));
  return places.size > 0 ? places : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (reason) {
    console.debug('Kept places of the graph are damaged and were passed over.', reason);
    return null;
  }
}

function soundEntry(entry: unknown): readonly (readonly [string, Point])[] {
  if (!Array.isArray(entry)) return [];
  const [id, x, y]: readonly unknown[] = entry;
  const near = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= farthest;
  return typeof id === 'string' && id.length <= longestId && near(x) && near(y) ? [[id, { x, y }]] : [];
}
