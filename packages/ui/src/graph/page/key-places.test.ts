import { describe, expect, it } from 'vitest';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import { graphOf, node } from '@vigla/testkit/graphs';
import { narrowed, outermost, widened } from './key-places.ts';

const graph = graphOf([node('shop/web'), node('lab/cart')], []);
const plain = defaultGraphPlace;

describe('GRF-53: the keys that change the page', () => {
  it('Escape goes up one level at a time: explanation, panel and selection, neighbourhood', () => {
    const deep: GraphPlace = { ...plain, selected: 'shop/web', panel: 'explain', focus: 'shop/web', hops: 2 };
    const steps = [deep];
    for (let up = outermost(deep); up !== null; up = outermost(up)) steps.push(up);
    expect(steps.map(({ panel, selected, focus }) => [panel, selected, focus])).toEqual([
      ['explain', 'shop/web', 'shop/web'],
      ['auto', 'shop/web', 'shop/web'],
      ['auto', null, 'shop/web'],
      ['auto', null, null],
    ]);
  });

  it('F narrows to a node, Shift F goes further, F again shows all', () => {
    const near = narrowed(plain, graph, 'shop/web');
    expect([near.focus, near.hops]).toEqual(['shop/web', 1]);
    expect(widened(near, graph, 'shop/web').hops).toBe(2);
    expect(widened({ ...near, hops: 10 }, graph, null).hops).toBe(10);
    expect(narrowed(near, graph, 'shop/web').focus).toBeNull();
    expect(narrowed(plain, graph, 'no/such').focus).toBeNull();
  });
});
