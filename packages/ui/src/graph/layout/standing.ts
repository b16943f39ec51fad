import { type Point, plateSize } from '../drawing/curve.ts';
import { framePadding, type Rect } from '../drawing/frame.ts';
import type { LayoutNode } from './layout-input.ts';

/** A box, or a plate without one, with what stands in it. Units: model px, around centres of plates. */
interface Stand {
  readonly framed: boolean;
  readonly plates: readonly { readonly id: string; readonly place: Point }[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const plain = { side: 6, top: 6, bottom: 6 } as const;

/** What stands on the ground, box by box, kept up as plates come: whether one more has room is asked of boxes, not of every plate. */
export class Standing {
  readonly #stands = new Map<string, Stand>();

  /** A plate stands there from now on. */
  add({ id, box }: LayoutNode, place: Point): void {
    const key = box ?? id;
    this.#stands.set(key, grown(this.#stands.get(key), { id, place }, box !== null));
  }

  /** Whether a plate there covers no other but `siblings`, whose box it shares, and its own boxes grow over nothing foreign. */
  isFree({ id, box }: LayoutNode, place: Point, siblings: ReadonlySet<string> = nobody): boolean {
    const own = box === null ? undefined : this.#stands.get(box);
    // The box around versions takes room, too.
    const plate = padded(plateRoom(place), siblings.size > 0 ? 2 * framePadding.app.side : 0);
    if (own?.plates.some((one) => !siblings.has(one.id) && overlap(plate, plateRoom(one.place)))) return false;
    const rect = rectOf(grown(own, { id, place }, box !== null));
    for (const [key, stand] of this.#stands) if (key !== (box ?? id) && overlap(rect, rectOf(stand))) return false;
    return true;
  }
}

const nobody: ReadonlySet<string> = new Set();

/** A plate with the room around it that one without a box takes. */
const plateRoom = (place: Point): Rect => rectOf(grown(undefined, { id: '', place }, false));

const padded = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

function grown(stand: Stand | undefined, plate: Stand['plates'][number], framed: boolean): Stand {
  const { x, y } = plate.place;
  if (!stand) return { framed, plates: [plate], left: x, right: x, top: y, bottom: y };
  return {
    framed,
    plates: [...stand.plates, plate],
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
