import { describe, expect, it } from 'vitest';
import { parseFind } from '@vigla/domain/find';
import type { NodePage } from '../../host/index.ts';
import { drawGraph } from '../drawing/drawing.ts';
import { usualLook } from '../drawing/look.ts';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { actionsFor } from './element-actions.ts';

const graph = shopGraph();
const { frames } = drawGraph(graph, usualLook, speech);

function menuOf(id: string, at: Partial<GraphPlace> = {}) {
  const told: { place?: GraphPlace; selected?: string; copied?: string; shifted?: readonly [string, string]; page?: NodePage } = {};
  const offer = actionsFor(id, {
    graph,
    frames,
    place: { ...defaultGraphPlace, ...at },
    ...speech,
    onPlace: (place) => (told.place = place),
    onSelect: (selected) => (told.selected = selected),
    onCopy: (copied) => (told.copied = copied),
    onOpenPage: (page) => (told.page = page),
    onShiftTraffic: (namespace, service) => (told.shifted = [namespace, service]),
  });
  const run = (key: string): typeof told => {
    offer?.actions.find((one) => one.key === key)?.run();
    return told;
  };
  return { title: offer?.title, keys: offer?.actions.map(({ key }) => key), run };
}

const checkout = 'orders/checkout-v12';

describe('GRF-45: the menu of an element', () => {
  it('GRF-45: of a node offers details, focus, shifting, hiding and copying', () => {
    const menu = menuOf(checkout);
    expect(menu.title).toBe('checkout v12');
    expect(menu.keys).toEqual(['details', 'page', 'explain', 'focus 1', 'focus 2', 'shift', 'hide', 'copy']);
    expect(menu.run('details').selected).toBe(checkout);
    expect(menu.run('explain').place).toMatchObject({ selected: checkout, panel: 'explain' });
    expect(menu.run('page').page).toMatchObject({ kind: 'workload', namespace: 'orders', name: 'checkout-v12' });
    expect(menu.run('copy').copied).toBe('checkout-v12');
    expect(menu.run('shift').shifted).toEqual(['orders', 'checkout']);
  });

  it('GRF-46: of a node leads to its own graph, and from there back to the whole', () => {
    expect(menuOf(checkout).run('focus 1').place).toMatchObject({ focus: checkout, hops: 1, viewport: null });
    const there = menuOf(checkout, { focus: checkout, hops: 1 });
    expect(there.keys).toContain('whole');
    expect(there.keys).not.toContain('focus 1');
    expect(there.run('whole').place).toMatchObject({ focus: null });
  });

  it('hides a node by an expression that can be read, beside what is hidden already', () => {
    const first = menuOf(checkout).run('hide').place?.hide ?? '';
    const second = menuOf('cart/cart-v2', { hide: first }).run('hide').place?.hide ?? '';
    expect([first, second].map((text) => parseFind(text).kind)).toEqual(['parsed', 'parsed']);
    expect(second).toContain('checkout-v12');
    expect(second).toContain('cart-v2');
  });

  it('of a call leads to both its ends', () => {
    const menu = menuOf('orders/checkout-v12>payments/payments-v2:http');
    expect(menu.title).toBe('checkout v12 → payments v2');
    expect(menu.run('go payments/payments-v2').selected).toBe('payments/payments-v2');
  });

  it('of a namespace narrows the graph to it', () => {
    expect(menuOf('namespace:orders').run('only').place).toMatchObject({ namespaces: ['orders'] });
    expect(menuOf('namespace:orders', { namespaces: ['orders'] }).keys).not.toContain('only');
  });

  it('is none where nothing is', () => {
    expect(menuOf('nobody').keys).toBeUndefined();
  });
});
