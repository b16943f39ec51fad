import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { layoutClient, type LayoutOrder } from './layout-client.ts';

const input = { nodes: [{ id: 'a/x', box: 'a', app: null, role: 'inner' as const }], edges: [] };

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
  expect([...(await answer).keys()]).toEqual(['a/x']);
  expect([...(await client.layout(input)).keys()]).toEqual(['a/x']);
});

it('the layout is there all the same when no worker may start', async () => {
  const client = layoutClient(() => {
    throw new Error('worker-src forbids it');
  });
  expect([...(await client.layout(input)).keys()]).toEqual(['a/x']);
});

it('the worker ends with its page', async () => {
  const { worker, client } = started();
  void client.layout(input);
  client.close();
  expect(worker.ended).toBe(true);
});
