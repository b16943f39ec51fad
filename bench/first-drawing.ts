import type { Browser, Page } from '@playwright/test';
import { freshPage } from './browser.ts';
import { median } from './spread.ts';

/** From an empty browser to the graph on the screen. Units: ms, medians. */
export interface FirstDrawing {
  /** Since the address was entered. */
  readonly fromAddress: number;
  /** Since the graph's answer was there: layout, drawing, React. */
  readonly fromAnswer: number;
  /** Everything the page had fetched by then, in bytes as they came over the wire. */
  readonly bytes: number;
}

/** Opens the graph page a few times, each time as somebody who was never there. Fails: when no graph is drawn. */
export async function firstDrawing(browser: Browser, server: string, times = 3): Promise<FirstDrawing> {
  const all: FirstDrawing[] = [];
  for (let i = 0; i < times; i++) {
    const page = await freshPage(browser);
    await openGraph(page, server);
    all.push(await page.evaluate(readTimes));
    await page.context().close();
  }
  const of = (key: keyof FirstDrawing): number => median(all.map((one) => one[key]));
  return { fromAddress: of('fromAddress'), fromAnswer: of('fromAnswer'), bytes: of('bytes') };
}

/** Opens the graph page and waits until plates are on its picture. */
export async function openGraph(page: Page, server: string): Promise<void> {
  await page.addInitScript(markFirstPlate);
  await page.goto(`${server}/graph`);
  await page.waitForFunction(() => performance.getEntriesByName('bench-drawn').length > 0, undefined, { timeout: 60_000 });
}

/** Runs in the page: notes when the first plate has been put on the picture's canvas and that frame is over. */
function markFirstPlate(): void {
  const ink = CanvasRenderingContext2D.prototype;
  const original = Object.getOwnPropertyDescriptor(ink, 'drawImage');
  if (!original) throw new Error('This browser has no canvas to look at.');
  const { value } = original;
  Object.defineProperty(ink, 'drawImage', {
    ...original,
    value: function (this: CanvasRenderingContext2D, ...args: unknown[]) {
      const { canvas } = this;
      if (canvas instanceof HTMLCanvasElement && canvas.isConnected && canvas.closest('.vigla-graph-canvas')) {
        Object.defineProperty(ink, 'drawImage', original);
        requestAnimationFrame(() => setTimeout(() => performance.mark('bench-drawn')));
      }
      return Reflect.apply(value, this, args);
    },
  });
}

/** Runs in the page. */
function readTimes(): FirstDrawing {
  const drawn = performance.getEntriesByName('bench-drawn')[0]?.startTime;
  const fetched = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const answer = fetched.find(({ name }) => new URL(name).pathname === '/api/v1/graph')?.responseEnd;
  if (drawn === undefined || answer === undefined) throw new Error('The page drew something without having asked for a graph.');
  const page = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming;
  const before = [page, ...fetched.filter(({ responseEnd }) => responseEnd <= drawn)];
  return {
    fromAddress: drawn,
    fromAnswer: drawn - answer,
    bytes: before.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
}
