import type { Point } from '../drawing/curve.ts';
import { layoutGraph } from './layout-graph.ts';
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

/** Lays graphs out somewhere, one at a time or many at once. */
export interface LayoutClient {
  readonly layout: (input: LayoutInput) => Promise<ReadonlyMap<string, Point>>;
  readonly close: () => void;
}

/**
 * Lays out in a worker that is started when it is first needed. Total: where there is no worker, or it breaks, the
 * layout is computed here; the page may then hold up for a moment, but it has its picture.
 */
export function layoutClient(start: () => Worker): LayoutClient {
  const waiting = new Map<number, { readonly input: LayoutInput; readonly done: (positions: ReadonlyMap<string, Point>) => void }>();
  let worker: Worker | null | undefined;
  let orders = 0;
  const giveUp = (reason: unknown): void => {
    console.warn('Graphs are laid out on the page itself, because the layout worker is not there.', reason);
    worker = null;
    for (const { input, done } of waiting.values()) done(layoutGraph(input));
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
        const order = ++orders;
        const thread = ready();
        if (!thread) return done(layoutGraph(input));
        waiting.set(order, { input, done });
        thread.postMessage({ order, input } satisfies LayoutOrder, []);
      }),
    close: () => worker?.terminate(),
  };
}
