import type { Point } from '../drawing/curve.ts';
import type { Rect } from '../drawing/frame.ts';

/** Smaller areas were not meant. Units: CSS px. */
const least = 12;

/** The frame that a hand draws around what it wants to see larger. */
export class AreaBand {
  readonly #band = document.createElement('div');

  constructor(root: HTMLElement) {
    this.#band.className = 'vigla-graph-band';
    this.#band.hidden = true;
    root.append(this.#band);
  }

  /** Shows the frame between two corners; when done hides it and tells the area, if it was one. Units: CSS px of the canvas. */
  draw(from: Point, to: Point, done: boolean): Rect | null {
    const rect = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
    this.#band.hidden = done;
    Object.assign(this.#band.style, { left: `${rect.x}px`, top: `${rect.y}px`, width: `${rect.width}px`, height: `${rect.height}px` });
    return done && rect.width > least && rect.height > least ? rect : null;
  }

  remove(): void {
    this.#band.remove();
  }
}
