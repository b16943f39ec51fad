import { describe, expect, it } from 'vitest';
import { framesOf } from '../drawing/frame.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { placeRows } from './place-rows.ts';

const graph = shopGraph();
const frames = framesOf(graph);
const none: ReadonlySet<string> = new Set();
const rows = (found: ReadonlySet<string> | null = null, toggled = none) => placeRows({ graph, frames, found, toggled });
const everything = new Set(graph.nodes.map(({ id }) => id));

describe('the table by place', () => {
  it('holds every box, node and call of the picture once, however it is opened', () => {
    const shut = rows();
    const opened = rows(null, new Set(shut.filter(({ kind, isOpen }) => kind === 'node' && !isOpen).map(({ id }) => id)));
    const ids = opened.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual([...graph.nodes, ...graph.edges, ...frames].map(({ id }) => id).toSorted());
  });

  it('begins with the box in which something fails, and in it with what fails', () => {
    expect(
      rows()
        .slice(0, 3)
        .map(({ id, level }) => [id, level]),
    ).toEqual([
      ['namespace:payments', 1],
      ['app:payments/payments', 2],
      ['payments/payments-v2', 3],
    ]);
  });

  it('opens nodes whose calls are in trouble, worst call first', () => {
    const shown = rows();
    const at = shown.findIndex(({ id }) => id === 'orders/checkout-v12');
    expect(shown[at]).toMatchObject({ isOpen: true, children: 5 });
    expect(shown[at + 1]?.id).toBe('orders/checkout-v12>payments/payments-v2:http');
  });

  it('leaves out what is not found, and boxes that hold none of it', () => {
    const found = new Set(['orders/checkout-v12>payments/payments-v2:http']);
    expect(
      rows(found)
        .filter(({ kind }) => kind !== 'call')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['app:payments/payments', 'namespace:orders', 'namespace:payments', 'orders/checkout-v12', 'payments/payments-v2']);
    expect(rows(everything).length).toBe(rows().length);
  });
});
