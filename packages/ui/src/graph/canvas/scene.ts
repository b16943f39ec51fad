import type { Curve, Point } from '../drawing/curve.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { frameRect, plateRect, type Rect } from '../drawing/frame.ts';
import type { Kept } from '../drawing/path.ts';
import type { GraphViewport } from '../place/graph-place.ts';

/** What is on the picture and where; everything a painter needs besides colours. */
export interface Scene {
  readonly drawing: Drawing;
  readonly positions: ReadonlyMap<string, Point>;
  readonly curves: ReadonlyMap<string, Curve>;
  readonly attention: Attention;
}

/** What the reader points at. Ids of nodes, edges and boxes. */
export interface Attention {
  readonly selected: string | null;
  readonly hovered: string | null;
  readonly focused: string | null;
  /** What stays at full strength; null when nothing fades. */
  readonly kept: Kept | null;
  /** What the search found; null when nothing is searched. */
  readonly found: ReadonlySet<string> | null;
}

/** Nobody points at anything. */
export const noAttention: Attention = { selected: null, hovered: null, focused: null, kept: null, found: null };

/** Nothing yet. */
export const emptyScene: Scene = {
  drawing: { plates: [], lines: [], frames: [], flow: 'right' },
  positions: new Map(),
  curves: new Map(),
  attention: noAttention,
};

/** From where the scene is looked at. Units: CSS px; `density` device px per CSS px; `margin` is drawn beyond each side. */
export interface View {
  readonly viewport: GraphViewport;
  readonly width: number;
  readonly height: number;
  readonly density: number;
  readonly margin: number;
  /** The picture hangs on a wall: names, signs, lines and labels are as large as they can be, and fewer. */
  readonly far: boolean;
}

/** New places, but for what is in somebody's hand: it stays there, whatever comes meanwhile. */
export function withHeld(positions: Scene['positions'], before: Scene['positions'], held: string | null): Scene['positions'] {
  const place = held === null ? undefined : before.get(held);
  return held === null || !place || !positions.has(held) ? positions : new Map(positions).set(held, place);
}

/** Where an element stands: a plate, a box, or the plate that a call ends at. Units: model px. */
export function rectOf({ drawing, positions }: Scene, id: string): Rect | null {
  const frame = drawing.frames.find((one) => one.id === id);
  if (frame) return frameRect(frame, positions);
  const place = positions.get(drawing.lines.find((one) => one.id === id)?.to ?? id);
  return place ? plateRect(place) : null;
}

/** The rectangle around everything; null where there is nothing. Units: model px. */
export function boundsOf({ drawing, positions }: Pick<Scene, 'drawing' | 'positions'>): Rect | null {
  return around([...[...positions.values()].map(plateRect), ...drawing.frames.flatMap((frame) => frameRect(frame, positions) ?? [])]);
}

/** The same with the lines that run beyond plates and boxes; null as there. Units: model px. */
export function spanOf(scene: Pick<Scene, 'drawing' | 'positions' | 'curves'>): Rect | null {
  const bounds = boundsOf(scene);
  const along = [...scene.curves.values()].flat().map(({ x, y }) => ({ x, y, width: 0, height: 0 }));
  return bounds && around([bounds, ...along]);
}

/** The rectangle around others; null where there are none. Units: those of the others. */
export function around(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const width = Math.max(...rects.map((rect) => rect.x + rect.width)) - x;
  return { x, y, width, height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y };
}
