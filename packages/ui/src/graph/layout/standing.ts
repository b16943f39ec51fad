import { type Point, plateSize } from '../drawing/curve.ts';
import { framePadding, type Rect } from '../drawing/frame.ts';
import type { LayoutNode } from './layout-input.ts';

/** A box, or a plate without one, with what stands in it. Units: model px, around centres of plates. */
interface Stand {
  readonly framed: boolean;
  readonly places: Point[];
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const plain = { side: 6, top: 6, bottom: 6 } as const;

/** What stands on the ground, box by box, kept up as plates come: whether one more has room is asked of boxes, not of every plate. */
export class Standing {
  readonly #stands = new Map<string, Stand>();

  /** A plate stands there from now on. */
  add({ id, box }: LayoutNode, place: Point): void {
    const key = box ?? id;
    this.#stands.set(key, grown(this.#stands.get(key), place, box !== null));
  }

  /** Whether a plate there covers no other, and its box grows over nothing foreign. */
  isFree({ id, box }: LayoutNode, place: Point): boolean {
    const own = box === null ? undefined : this.#stands.get(box);
    const plate = rectOf(grown(undefined, place, false));
    if (own?.places.some((one) => overlap(plate, rectOf(grown(undefined, one, false))))) return false;
    const rect = rectOf(grown(own, place, box !== null));
    for (const [key, stand] of this.#stands) if (key !== (box ?? id) && overlap(rect, rectOf(stand))) return false;
    return true;
  }
}

function grown(stand: Stand | undefined, place: Point, framed: boolean): Stand {
  const { x, y } = place;
  if (!stand) return { framed, places: [place], left: x, right: x, top: y, bottom: y };
  return {
    framed,
    places: [...stand.places, place],
    left: Math.min(stand.left, x),
    right: Math.max(stand.right, x),
    top: Math.min(stand.top, y),
    bottom: Math.max(stand.bottom, y),
  };
}

function rectOf({ framed, left, right, top, bottom }: Stand): Rect {
  const pad = framed ? framePadding.namespace : plain;
  const [x, y] = [left - plateSize.width / 2 - pad.side, top - plateSize.height / 2 - pad.top];
  return { x, y, width: right + plateSize.width / 2 + pad.side - x, height: bottom + plateSize.height / 2 + pad.bottom - y };
}

const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
