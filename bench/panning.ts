import type { Browser, Page } from '@playwright/test';
import { freshPage } from './browser.ts';
import { openGraph } from './first-drawing.ts';
import { dragAround, type Frames, framesDuring, type Spot } from './frames.ts';

/** The picture's place on the page. Units: CSS px of the window. */
export interface Window extends Spot {
  readonly width: number;
  readonly height: number;
}

export interface Panning {
  readonly window: Window;
  /** The whole graph, dragged by hand. */
  readonly dragged: Frames;
  /** Nothing is touched, and dots travel; null where the page leaves them out because there are too many calls. */
  readonly dots: Frames | null;
}

/** Moves our own picture of a mesh by hand, then lets its dots run. */
export async function panning(browser: Browser, server: string): Promise<Panning> {
  const page = await freshPage(browser);
  await openGraph(page, server);
  await settled(page);
  const window = await windowOf(page);
  const dragged = await framesDuring(page, () => dragAround(page, emptySpot(window)));
  const dots = await dotsClose(page, window);
  await page.context().close();
  return { window, dragged, dots };
}

/** A fitted graph leaves its border free, so there is no plate to catch hold of. */
export const emptySpot = ({ x, y, height }: Window): Spot => ({ x: x + 6, y: y + height / 2 });

/** Until letters have come and the page has nothing more to do. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  await page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => done())));
}

async function windowOf(page: Page): Promise<Window> {
  const box = await page.locator('.vigla-graph-canvas').boundingBox();
  if (!box) throw new Error('The page has no picture of the graph.');
  return box;
}

/** Zooms in with the wheel until dots are drawn, and watches them. */
async function dotsClose(page: Page, { x, y, width, height }: Window): Promise<Frames | null> {
  await page.mouse.move(x + width / 2, y + height / 2);
  for (let i = 0; i < 30 && (await zoomOf(page)) < dotsFrom; i++) await page.mouse.wheel(0, -120);
  const frames = await framesDuring(page, () =>
    page.evaluate(async () => {
      for (let i = 0; i < 120; i++) await new Promise(requestAnimationFrame);
    }),
  );
  return (await page.evaluate(hasDots)) ? frames : null;
}

/** Seen from farther away plates are signs, among which no dots travel. */
const dotsFrom = 0.6;

/** Runs in the page: whether anything is on the upper canvas, which holds dots and nothing else. */
function hasDots(): boolean {
  const sheets = document.querySelectorAll<HTMLCanvasElement>('.vigla-graph-canvas canvas');
  const sheet = sheets[sheets.length - 1];
  const ink = sheets.length > 1 ? sheet?.getContext('2d') : null;
  return ink?.getImageData(0, 0, ink.canvas.width, ink.canvas.height).data.some((value) => value > 0) ?? false;
}

/** The link of the page says how near the reader has come. */
const zoomOf = async (page: Page): Promise<number> => Number(new URL(page.url()).searchParams.get('z') ?? 0);
