import type { Browser } from '@playwright/test';
import { type BusyView, busiestView } from './busiest-view.ts';
import { freshPage } from './browser.ts';
import { type Drawn, openGraph, ungathered } from './first-drawing.ts';
import { type Frames, framesDuring } from './frames.ts';
import { settled, windowOf } from './panning.ts';

/** What travels on a picture that nobody touches. */
export interface RunningDots extends Pick<BusyView, 'calls' | 'inSight'> {
  readonly drawn: Drawn;
  readonly frames: Frames;
  /** How many are on the screen in one frame. */
  readonly dots: number;
}

/** Seen from farther away plates are signs, among which no dots travel. */
const dotsFrom = 0.56;
const frameCount = 300;

/** Lets the dots of a mesh run where most of them are. Fails: when none do. */
export async function runningDots(browser: Browser, server: string, layout: 'layered' | 'breadth'): Promise<RunningDots> {
  const page = await freshPage(browser);
  const drawn = await openGraph(page, server);
  const { width, height } = await windowOf(page);
  const { search, calls, inSight } = await busiestView(server, layout, { width, height, zoom: dotsFrom });
  await page.goto(`${server}/graph?${ungathered}&${search}`);
  await page.locator('.vigla-graph-canvas').waitFor();
  await settled(page);
  const frames = await framesDuring(page, () =>
    page.evaluate(async (count) => {
      for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
    }, frameCount),
  );
  const dots = await page.evaluate(dotsOfFrame);
  await page.context().close();
  if (dots === 0) throw new Error(`No dots travel on a picture of ${drawn.edges} calls.`);
  return { drawn, frames, dots, calls, inSight };
}

/** Runs in the page: how many shapes are filled on the upper canvas, which holds dots and nothing else, until the next frame. */
async function dotsOfFrame(): Promise<number> {
  const upper = [...document.querySelectorAll<HTMLCanvasElement>('.vigla-graph-canvas canvas')].at(-1);
  const ink = CanvasRenderingContext2D.prototype;
  const original = Object.getOwnPropertyDescriptor(ink, 'fill');
  if (!original) throw new Error('This browser has no canvas to look at.');
  const { value } = original;
  let count = 0;
  await new Promise(requestAnimationFrame);
  Object.defineProperty(ink, 'fill', {
    ...original,
    value: function (this: CanvasRenderingContext2D, ...args: unknown[]) {
      if (this.canvas === upper) count++;
      return Reflect.apply(value, this, args);
    },
  });
  // Those of one frame come between two of these, in whatever order the page asked for its frames.
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  Object.defineProperty(ink, 'fill', original);
  return count;
}
