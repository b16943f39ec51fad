import type { Point } from '../drawing/curve.ts';
import { arrange } from './arrange.ts';
import type { LayoutInput } from './layout-input.ts';

/** What the page sends to the worker; `order` ties the answer to it. */
export interface LayoutOrder {
  readonly order: number;
  readonly input: LayoutInput;
}

/** What the worker sends back. */
export interface LayoutAnswer {
  readonly order: number;
  readonly positions: ReadonlyMap<string, Point>;
}

/** Laid out within a few milliseconds. */
const smallGraph = 60;
/** Laid out before anybody notices that the page holds up. */
const quickGraph = 500;
/** How long a worker may take before the page helps itself. */
const patienceMs = 300;

/** Lays graphs out somewhere, one at a time or many at once. */
export interface LayoutClient {
  readonly layout: (input: LayoutInput) => Promise<ReadonlyMap<string, Point>>;
  readonly close: () => void;
}

/**
 * Lays out in a worker that is started when it is first needed; small graphs here, which takes less than the way there.
 * Total: where there is no worker, or it breaks, or a busy machine does not get it started soon, the layout is computed
 * here. The page may then hold up for a moment, but it has its picture; both come to the same places, so nothing jumps.
 */
export function layoutClient(start: () => Worker): LayoutClient {
  const waiting = new Map<number, { readonly input: LayoutInput; readonly done: (positions: ReadonlyMap<string, Point>) => void }>();
  let worker: Worker | null | undefined;
  let orders = 0;
  const giveUp = (reason: unknown): void => {
    console.warn('Graphs are laid out on the page itself, because the layout worker is not there.', reason);
    worker = null;
    for (const { input, done } of waiting.values()) done(arrange(input));
    waiting.clear();
  };
  const ready = (): Worker | null => {
    if (worker !== undefined) return worker;
    try {
      worker = start();
      worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
        waiting.get(data.order)?.done(data.positions);
        waiting.delete(data.order);
      });
      worker.addEventListener('error', (event) => giveUp(event.message));
    } catch (reason) {
      giveUp(reason);
    }
    return worker ?? null;
  };
  return {
    layout: (input) =>
      new Promise((done) => {
        const size = input.nodes.length;
        const thread = size <= smallGraph ? null : ready();
        if (!thread) return done(arrange(input));
        const order = ++orders;
        waiting.set(order, { input, done });
        thread.postMessage({ order, input } satisfies LayoutOrder, []);
        if (size <= quickGraph) setTimeout(() => waiting.delete(order) && done(arrange(input)), patienceMs);
      }),
    close: () => worker?.terminate(),
  };
}
