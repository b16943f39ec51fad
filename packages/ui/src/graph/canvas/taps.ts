import type { Point } from '../drawing/curve.ts';
import type { Hit } from './hit.ts';
import type { PictureListener } from './picture-setting.ts';

const soonMs = 400;
const reach = 8;

/** Tells a double tap from two. The second means what the first one hit: a panel that opens meanwhile moves the picture beneath the pointer. */
export class Taps {
  #last: { readonly at: Point; readonly ms: number; readonly hit: Hit | null } | null = null;

  /** Tells a listener of a tap. Units: px of the canvas. */
  tell(at: Point, hitNow: () => Hit | null, to: Pick<PictureListener, 'tapped' | 'doubleTapped'>): void {
    const { hit, again } = this.#next(at, performance.now(), hitNow);
    if (!again) to.tapped(hit);
    else if (hit) to.doubleTapped(hit);
  }

  #next(at: Point, ms: number, hitNow: () => Hit | null): { readonly hit: Hit | null; readonly again: boolean } {
    const last = this.#last;
    if (last && ms - last.ms < soonMs && Math.hypot(at.x - last.at.x, at.y - last.at.y) < reach) {
      this.#last = null;
      return { hit: last.hit, again: true };
    }
    const hit = hitNow();
    this.#last = { at, ms, hit };
    return { hit, again: false };
  }
}
