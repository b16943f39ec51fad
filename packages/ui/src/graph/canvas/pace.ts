const dearPaintMs = 14;
const manyPlates = 60;
const restMs = 120;

/** How dear painting is, and so how often it is done while the ground moves: the hand is followed first. */
export class Pace {
  #paintMs = 0;
  #paintedAt = 0;

  /** A paint that began then has ended now. Units: ms of `performance.now`. */
  painted(start: number): void {
    this.#paintedAt = performance.now();
    this.#paintMs = this.#paintedAt - start;
  }

  /** At a new zoom every plate is drawn anew, which many plates make dear whatever the last paint took. */
  isDear(zooms: boolean, plates: number): boolean {
    return this.#paintMs > dearPaintMs || (zooms && plates > manyPlates);
  }

  /** Painting takes at most a small part of the time while the ground moves. */
  hasJustPainted(): boolean {
    return performance.now() - this.#paintedAt < 24 * this.#paintMs;
  }

  /** How long the ground must rest before it is painted. Units: ms. */
  get restMs(): number {
    return Math.max(restMs, 4 * this.#paintMs);
  }
}
