import type { GraphViewport } from '../place/graph-place.ts';
import { between } from './viewport.ts';
import { reducedMotion } from './watch-page.ts';

const glideMs = 300;

/** Takes a viewport to another one, in steps or at once. */
export class Glide {
  #frame = 0;

  /** `step` is told each viewport on the way, and whether it is the last. Who asked for no motion arrives at once. */
  to(from: GraphViewport, target: GraphViewport, glides: boolean, step: (viewport: GraphViewport, arrived: boolean) => void): void {
    this.stop();
    const start = performance.now();
    const next = (now: number): void => {
      const share = glides && !reducedMotion() ? Math.min(1, (now - start) / glideMs) : 1;
      if (share < 1) this.#frame = requestAnimationFrame(next);
      step(between(from, target, share), share >= 1);
    };
    next(start);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }
}
