import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { freshPage } from './browser.ts';
import { openGraph } from './first-drawing.ts';
import { dragAround, type Frames, framesDuring, type Spot } from './frames.ts';
import { type PlatePlace, platesNow } from './plates.ts';

/** The picture's place on the page. Units: CSS px of the window. */
export interface Window extends Spot {
  readonly width: number;
  readonly height: number;
}

export interface Panning {
  readonly window: Window;
  /** The whole graph, dragged by hand. */
  readonly dragged: Frames;
  /** The same from so near that plates say everything. */
  readonly near: Frames;
  /** One plate, dragged from so near. */
  readonly plate: Frames;
}

/** Longer than the page takes to put where it is into its link. Units: ms. */
const linkLagMs = 1500;
/** Plates say everything from here on. */
const nearFrom = 0.9;

/** Moves our own picture of a mesh by hand. Fails: when it does not follow the hand. */
export async function panning(browser: Browser, server: string): Promise<Panning> {
  const page = await freshPage(browser);
  await openGraph(page, server);
  await settled(page);
  const window = await windowOf(page);
  const dragged = await framesDuring(page, () => dragAround(page, emptySpot(window)));
  await zoomIn(page, window, nearFrom);
  const near = await framesDuring(page, async () => dragAround(page, await groundIn(page, window)));
  // The link follows the hand a moment later; what it says from then on is of the plate.
  await sleep(linkLagMs);
  const plate = await framesDuring(page, () => draggedPlate(page, window));
  await page.context().close();
  return { window, dragged, near, plate };
}

/** A fitted graph leaves its border free, so there is no plate to catch hold of. */
export const emptySpot = ({ x, y, height }: Window): Spot => ({ x: x + 6, y: y + height / 2 });

/** Until letters have come and the page has nothing more to do. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  await page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => done())));
}

export async function windowOf(page: Page): Promise<Window> {
  const box = await page.locator('.vigla-graph-canvas').boundingBox();
  if (!box) throw new Error('The page has no picture of the graph.');
  return box;
}

/** What one turn of the wheel does at most: the picture comes nearer by a third. Units: px of a wheel. */
const turn = { px: 200, factor: Math.exp(200 * 0.0016) } as const;

/** Zooms in on the middle with the wheel until the picture is that near, a little nearer at most. Fails: when it does not come nearer. */
export async function zoomIn(page: Page, { x, y, width, height }: Window, zoom: number): Promise<void> {
  await page.mouse.move(x + width / 2, y + height / 2);
  let now: number | null = null;
  for (let turns = 0; turns < 40 && (now === null || now < zoom); turns++) {
    const before = page.url();
    // All that is needed but for the last one, which waits until the page has said how near it has come.
    const wanted: number = now === null ? 1 : Math.max(1, Math.floor(Math.log(zoom / now) / Math.log(turn.factor)));
    for (let i = 0; i < wanted; i++) await page.mouse.wheel(0, -turn.px);
    await page.waitForURL((url) => url.href !== before);
    now = zoomOf(page);
  }
  if (now === null || now < zoom) throw new Error(`The picture did not come nearer than ${now}.`);
  await settled(page);
}

/** The link of the page says how near the reader has come. */
const zoomOf = (page: Page): number => Number(new URL(page.url()).searchParams.get('z') ?? 0);

/** Around a point of the picture, clear of what stands over its borders. */
const reach = 140;

/** The plates one can catch hold of, nearest to the middle first. */
async function platesWithin(page: Page, { width, height }: Window): Promise<readonly PlatePlace[]> {
  const off = (plate: PlatePlace): number => Math.hypot(plate.x + plate.width / 2 - width / 2, plate.y + plate.height / 2 - height / 2);
  return [...(await platesNow(page))].sort((a, b) => off(a) - off(b));
}

/** A spot near the middle where no plate is. */
async function groundIn(page: Page, window: Window): Promise<Spot> {
  const plates = await platesWithin(page, window);
  const isFree = ({ x, y }: Spot): boolean =>
    plates.every((one) => x < one.x || y < one.y || x > one.x + one.width || y > one.y + one.height);
  for (let down = 0; down < window.height / 2 - reach; down += 4) {
    const spot = { x: window.width / 2, y: window.height / 2 + down };
    if (isFree(spot)) return { x: window.x + spot.x, y: window.y + spot.y };
  }
  throw new Error('There is no free ground on the picture.');
}

async function draggedPlate(page: Page, window: Window): Promise<void> {
  const [plate] = await platesWithin(page, window);
  if (!plate) throw new Error('There is no plate on the picture.');
  const before = page.url();
  await dragAround(page, { x: window.x + plate.x + plate.width / 2, y: window.y + plate.y + plate.height / 2 });
  // The ground would have moved, and the link with it.
  if (page.url() !== before) throw new Error('The hand moved the ground, and no plate.');
}
