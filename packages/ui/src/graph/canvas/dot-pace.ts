import { thinnest } from '../drawing/dots.ts';

/** So many frames are judged at once: about a second. */
const judged = 60;
/** A frame that took longer was missed by those who see sixty a second. Units: ms. */
const late = 20;
/** More of them than this and dots stutter; fewer, and there is room for more dots. */
const [tooMany, few] = [9, 2];
/** How long it must have gone well before more dots are tried, doubled each time that it was too early. */
const patience = 5;

/** Watches whether dots run smoothly, and says how far they must be thinned out; changes calmly, once a second at most. */
export class DotPace {
  #step = 0;
  #last = 0;
  #count = 0;
  #missed = 0;
  #wellFor = 0;
  #patience = patience;
  /** More dots are being tried. */
  #tries = false;

  /** The step of thinning to begin with. */
  get step(): number {
    return this.#step;
  }

  /** A frame begins; says whether the step has changed. Units: ms of the page's frames. */
  tick(ms: number): boolean {
    const gap = this.#last === 0 ? 0 : ms - this.#last;
    this.#last = ms;
    this.#count++;
    if (gap > late) this.#missed++;
    if (this.#count < judged) return false;
    const before = this.#step;
    this.#judge();
    [this.#count, this.#missed] = [0, 0];
    return this.#step !== before;
  }

  /** Nothing runs now; what comes next is no long frame. */
  rests(): void {
    [this.#last, this.#count, this.#missed] = [0, 0, 0];
  }

  #judge(): void {
    if (this.#missed > tooMany) {
      if (this.#tries) this.#patience *= 2;
      this.#step = Math.min(thinnest, this.#step + 1);
      [this.#wellFor, this.#tries] = [0, false];
      return;
    }
    this.#tries = false;
    this.#wellFor = this.#missed > few ? 0 : this.#wellFor + 1;
    if (this.#step === 0 || this.#wellFor < this.#patience) return;
    this.#step--;
    [this.#wellFor, this.#tries] = [0, true];
  }
}
