import type { Page } from '@playwright/test';

/** Where a plate was put on the picture. Units: CSS px of the picture. */
export interface PlatePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

declare global {
  /** Plates of the last frame that put any on the picture, by their corners. */
  var benchPlates: Map<string, PlatePlace>;
}

/** From now on the page notes which plates it puts on its picture, and marks when the first ones are on the screen. Call before the page is opened. */
export async function watchPlates(page: Page): Promise<void> {
  await page.addInitScript(notePlates);
}

/** The plates that were put on the picture last. */
export const platesNow = (page: Page): Promise<readonly PlatePlace[]> => page.evaluate(() => [...globalThis.benchPlates.values()]);

/** Runs in the page. */
function notePlates(): void {
  const ink = CanvasRenderingContext2D.prototype;
  const original = Object.getOwnPropertyDescriptor(ink, 'drawImage');
  if (!original) throw new Error('This browser has no canvas to look at.');
  const { value } = original;
  globalThis.benchPlates = new Map();
  let frame: CSSNumberish | null = null;
  const note = (x: number, y: number, width: number, height: number): void => {
    const now = document.timeline.currentTime;
    if (now !== frame) {
      // A frame is on the screen when the next one has begun.
      if (frame === null) requestAnimationFrame(() => setTimeout(() => performance.mark('bench-drawn')));
      globalThis.benchPlates = new Map();
      frame = now;
    }
    globalThis.benchPlates.set(`${x} ${y}`, { x, y, width, height });
  };
  Object.defineProperty(ink, 'drawImage', {
    ...original,
    value: function (this: CanvasRenderingContext2D, ...args: [CanvasImageSource, number, number, number, number]) {
      const { canvas } = this;
      if (canvas instanceof HTMLCanvasElement && canvas.closest('.vigla-graph-canvas')) note(args[1], args[2], args[3], args[4]);
      return Reflect.apply(value, this, args);
    },
  });
}
