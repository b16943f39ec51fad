// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { drawGraph } from '../drawing/drawing.ts';
import { usualLook } from '../drawing/look.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { readPalette } from './colours.ts';
import { paintPlate } from './paint-plate.ts';
import { SvgPen } from './svg-pen.ts';

const { plates } = drawGraph(shopGraph(), usualLook, speech);

/** What is written on the plate of a node at a zoom where its name and its sign compete for room. */
function written(id: string): readonly string[] {
  const plate = plates.find((one) => one.id === id);
  const pen = new SvgPen({ width: 200, height: 80 }, (text) => text.length * 5.8);
  if (plate) paintPlate(pen, plate, readPalette(document.body), { zoom: 0.45, detail: 'compact' });
  const svg = new DOMParser().parseFromString(pen.document('plate'), 'image/svg+xml');
  return [...svg.querySelectorAll('text')].map(({ textContent }) => textContent);
}

it('the sign of trouble gives way to a name that would be cut beside it', () => {
  expect(written('payments/payments-v2')).toEqual(['payments', ' v2']);
  expect(written('orders/checkout-v12')).toEqual(['checkout', ' v12']);
});

it('a name too long for the whole plate is cut in its middle, its version never', () => {
  const [name, version] = written('catalog/recommendations-v2');
  expect(name).toMatch(/^rec\S*…\S*ns$/);
  expect(version).toBe(' v2');
});
