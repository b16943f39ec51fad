// @vitest-environment jsdom
import type { TrafficGraph } from '@vigla/contract/graph';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toMermaid } from '@vigla/domain/export';
import type { Palette } from '../canvas/colours.ts';
import { svgOf } from '../canvas/paper.ts';
import { legendOf } from '../canvas/paper-legend.ts';
import { drawGraph } from '../drawing/drawing.ts';
import { call, graphOf, node } from '@vigla/testkit/graphs';
import { shopGraph } from '../test/shop-graph.ts';
import { showing } from '../test/looks.ts';
import { speech } from '../test/speech.ts';
import { diagramTexts } from './diagram-texts.ts';
import { fileName } from './formats.ts';

const roles = ['canvas', 'box', 'boxBorder', 'plate', 'plateBorder', 'text', 'subtle', 'edge', 'healthy', 'degraded', 'degradedRim'];
const more = ['degradedText', 'failing', 'failingText', 'brand', 'warningMark', 'dot'];
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets which keys it was given
const palette = {
  ...Object.fromEntries([...roles, ...more].map((role) => [role, 'rgb(1, 2, 3)'])),
  font: '"Red Hat Text", sans-serif',
} as unknown as Palette;
const attention = { selected: null, hovered: null, focused: null, kept: null, found: null };

const svgFor = (graph: TrafficGraph): Document => {
  const drawing = drawGraph(graph, showing('rate', 'errors', 'badges', 'locks'), speech);
  const positions = new Map(drawing.plates.map(({ id }, index) => [id, { x: (index % 5) * 260, y: Math.floor(index / 5) * 90 }]));
  const paper = { drawing, positions, attention, palette, title: 'Traffic', moment: '5 min', legend: legendOf(drawing, speech.words) };
  return new DOMParser().parseFromString(
    svgOf(paper, (text) => 7 * text.length),
    'image/svg+xml',
  );
};
const textsIn = (svg: Document): readonly string[] => [...svg.querySelectorAll('text')].map((one) => one.textContent);

it('writes names, rates and the legend into SVG as text', () => {
  const svg = svgFor(shopGraph());
  expect(svg.querySelector('parsererror')).toBeNull();
  expect(svg.querySelector('title')?.textContent).toBe('Traffic. 5 min');
  expect(textsIn(svg)).toEqual(expect.arrayContaining(['Traffic', '5 min', 'checkout', 'payments', 'catalog-db', 'Failing', 'Degraded']));
  expect(textsIn(svg).some((text) => text.includes('18.4'))).toBe(true);
  expect(svg.querySelectorAll('script, foreignObject, image')).toHaveLength(0);
});

it('stays well-formed whatever things are called', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('</svg><script>', '&amp;"\'', '\u0000]]>')), (name) => {
      const svg = svgFor(graphOf([node('shop/a', { name, app: null }), node('shop/b')], [call()]));
      expect(svg.querySelector('parsererror')).toBeNull();
      expect(svg.documentElement.querySelectorAll('script')).toHaveLength(0);
    }),
    { numRuns: 60 },
  );
});

it('says in a diagram what plates and labels say', () => {
  const mermaid = toMermaid(shopGraph(), 'Traffic', diagramTexts('version', speech));
  expect(mermaid).toContain('"checkout v12 · 24.0 rps · 3.7 % err"');
  expect(mermaid).toContain('|"18.4 % err · 4.80 rps"|');
  expect(mermaid).toContain('no sidecar · not measured');
});

it('names files by their instant, without what file systems forbid', () => {
  expect(fileName('edges', shopGraph())).toMatch(/^vigla-edges-\d{8}T\d{6}Z\.csv$/);
});
