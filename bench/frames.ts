import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import { quantile } from './spread.ts';

/** How smoothly something moved. Units: ms between frames; `workMs`: processor time of the page's main thread for each second that passed. */
export interface Frames {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly workMs: number;
}

/** Watches the frames of a page while something happens to it. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<Frames> {
  const session = await page.context().newCDPSession(page);
  // Processor time: what other programs take meanwhile does not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(() => {
    const times: number[] = [];
    const note = (ms: number): void => {
      times.push(ms);
      if (document.documentElement.dataset['watched'] === 'yes') requestAnimationFrame(note);
    };
    document.documentElement.dataset['watched'] = 'yes';
    Object.assign(globalThis, { benchFrames: times });
    requestAnimationFrame(note);
  });
  const before = await busySeconds(session);
  await act();
  const after = await busySeconds(session);
  const times = await page.evaluate(() => {
    delete document.documentElement.dataset['watched'];
    return (globalThis as typeof globalThis & { readonly benchFrames: readonly number[] }).benchFrames;
  });
  await session.detach();
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  const passed = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (gaps.length < 10) throw new Error(`Only ${gaps.length} frames were drawn, too few to judge by.`);
  return { count: gaps.length, p50: quantile(0.5, gaps), p95: quantile(0.95, gaps), workMs: ((after - before) * 1e6) / passed };
}

/** Processor time of the main thread since the page was opened. */
async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const value = metrics.find(({ name }) => name === 'TaskDuration')?.value;
  if (value === undefined) throw new Error('This browser does not tell how busy a page is.');
  return value;
}

/** A place on a page. Units: CSS px of the window. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const steps = 180;
/** A common mouse tells where it is so often, whether or not the page keeps up. Units: ms. */
const paceMs = 16;

/** Drags the ground with the mouse for three seconds, in wide loops that end where they began. `from`: a spot where no plate is. */
export async function dragAround(page: Page, from: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const taken: Promise<void>[] = [];
  for (let i = 1; i <= steps; i++) {
    const turn = (2 * Math.PI * i * 2) / steps;
    taken.push(page.mouse.move(from.x + 120 * Math.sin(turn), from.y + 80 * Math.sin(2 * turn)));
    await sleep(paceMs);
  }
  await Promise.all(taken);
  await page.mouse.up();
}
