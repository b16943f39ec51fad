import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layoutClient, type LayoutOrder } from './layout-client.ts';
import { layoutGraph } from './layout-graph.ts';

const meshOf = (size: number) => ({
  layout: 'layered' as const,
  nodes: Array.from({ length: size }, (_, i) => ({ id: `a/${i}`, cluster: null, box: 'a', app: null, role: 'inner' as const })),
  edges: [],
});
const input = meshOf(600);

class MadeWorker extends EventTarget {
  readonly orders: LayoutOrder[] = [];
  ended = false;
  postMessage(order: LayoutOrder): void {
    this.orders.push(order);
  }
  terminate(): void {
    this.ended = true;
  }
}

const started = () => {
  const worker = new MadeWorker();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client uses nothing else of a worker.
  return { worker, client: layoutClient(() => worker as unknown as Worker) };
};

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => vi.restoreAllMocks());

it('the layout gives every answer to who asked for it', async () => {
  const { worker, client } = started();
  const both = [client.layout(input), client.layout(input)];
  const [first, second] = worker.orders.map(({ order }) => order);
  worker.dispatchEvent(new MessageEvent('message', { data: { order: second, positions: new Map([['second', { x: 2, y: 2 }]]) } }));
  worker.dispatchEvent(new MessageEvent('message', { data: { order: first, positions: new Map([['first', { x: 1, y: 1 }]]) } }));
  expect((await Promise.all(both)).map((positions) => [...positions.keys()])).toEqual([['first'], ['second']]);
});

it('the layout is there all the same when its worker breaks', async () => {
  const { worker, client } = started();
  const answer = client.layout(input);
  worker.dispatchEvent(new Event('error'));
  expect((await answer).size).toBe(600);
  expect((await client.layout(input)).size).toBe(600);
});

it('the layout is there all the same when no worker may start', async () => {
  const client = layoutClient(() => {
    throw new Error('worker-src forbids it');
  });
  expect((await client.layout(input)).size).toBe(600);
});

it('a small mesh is laid out before a worker could have started', async () => {
  const { worker, client } = started();
  expect(await client.layout(meshOf(14))).toEqual(layoutGraph(meshOf(14)));
  expect(worker.orders).toEqual([]);
});

describe('a worker that a busy machine does not get started', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is not waited for', async () => {
    const { client } = started();
    const answer = client.layout(meshOf(200));
    vi.advanceTimersByTime(300);
    expect(await answer).toEqual(layoutGraph(meshOf(200)));
  });

  it('is waited for where the page itself would hold up too long', async () => {
    const { worker, client } = started();
    const answer = client.layout(input);
    vi.advanceTimersByTime(60_000);
    const places = new Map([['a/0', { x: 1, y: 1 }]]);
    worker.dispatchEvent(new MessageEvent('message', { data: { order: worker.orders[0]?.order, positions: places } }));
    expect(await answer).toEqual(places);
  });

  it('is not heard when it answers after all', async () => {
    const { worker, client } = started();
    const answer = client.layout(meshOf(200));
    vi.advanceTimersByTime(300);
    worker.dispatchEvent(new MessageEvent('message', { data: { order: worker.orders[0]?.order, positions: new Map() } }));
    expect((await answer).size).toBe(200);
  });
});

it('the worker ends with its page', async () => {
  const { worker, client } = started();
  void client.layout(input);
  client.close();
  expect(worker.ended).toBe(true);
});
