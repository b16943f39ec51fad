// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { drawGraph } from '../drawing/drawing.ts';
import { usualLook } from '../drawing/look.ts';
import { layoutGraph } from '../layout/layout-graph.ts';
import { layoutInput } from '../layout/layout-input.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { readPalette } from './colours.ts';
import { curvesOf, followingCurves } from './curves.ts';
import { LabelKeeper } from './label-keeper.ts';
import type { LabelLayout } from './paint-labels.ts';
import { discPlace } from './paint-lines.ts';
import { noAttention, type Scene, type View } from './scene.ts';
import { SvgPen } from './svg-pen.ts';

const graph = shopGraph();
const positions = layoutGraph(layoutInput(graph));
const drawing = drawGraph(graph, usualLook, speech);
const scene: Scene = { drawing, positions, curves: curvesOf(drawing, positions), attention: noAttention };
const view: View = { viewport: { x: 0, y: 0, z: 1 }, width: 1300, height: 700, density: 1, margin: 0, far: false };
const pen = new SvgPen(view, (text) => text.length * 6);
const palette = readPalette(document.body);
const still = { palette, moved: null };

const placesOf = (labels: LabelLayout) => new Map(labels.map(({ line, rect }) => [line.id, rect]));

describe('the labels of a picture', () => {
  it('stay where they are when the pointer comes upon a call, whose own label comes to them', () => {
    const keeper = new LabelKeeper();
    const before = placesOf(keeper.now(pen, scene, view, still));
    const silent = drawing.lines.find(({ id, text }) => text !== '' && !before.has(id));
    const after = placesOf(keeper.now(pen, { ...scene, attention: { ...noAttention, hovered: silent?.id ?? '' } }, view, still));
    expect(before.size).toBeGreaterThan(0);
    expect([...after.keys()]).toEqual([...before.keys(), silent?.id]);
    expect([...before].map(([id]) => after.get(id))).toEqual([...before.values()]);
  });

  it('keep off the discs of a comparison, which say what became of a call', () => {
    const compared = {
      ...drawing,
      lines: drawing.lines.map((line) => ({ ...line, change: 'new' as const, text: 'new · 61.2 rps', rank: 2 })),
    };
    const labels = new LabelKeeper().now(pen, { ...scene, drawing: compared }, view, still);
    const discs = [...scene.curves.values()].map((curve) => discPlace(curve, 1));
    const covered = labels.filter(({ rect }) =>
      discs.some(({ x, y, radius }) => {
        const [right, bottom] = [rect.x + rect.width, rect.y + rect.height];
        return x + radius > rect.x && x - radius < right && y + radius > rect.y && y - radius < bottom;
      }),
    );
    expect(labels.length).toBeGreaterThan(3);
    expect(covered.map(({ line }) => line.id)).toEqual([]);
  });

  it('go with the plate that is moved, and all others stay', () => {
    const keeper = new LabelKeeper();
    const moved = 'payments/payments-v2';
    const before = placesOf(keeper.now(pen, scene, view, still));
    const places = new Map(positions).set(moved, { x: 3000, y: 2000 });
    const dragged = { ...scene, positions: places, curves: followingCurves(scene, moved, places) };
    const after = placesOf(keeper.now(pen, dragged, view, { palette, moved }));
    const own = drawing.lines.filter(({ from, to }) => from === moved || to === moved).map(({ id }) => id);
    const others = [...before].filter(([id]) => !own.includes(id));
    expect(others.length).toBeGreaterThan(0);
    expect(others.map(([id]) => after.get(id))).toEqual(others.map(([, rect]) => rect));
    const failing = 'orders/checkout-v12>payments/payments-v2:http';
    expect(after.get(failing)?.x).toBeGreaterThan((before.get(failing)?.x ?? 0) + 200);
  });

  it('are laid out anew when the plate has been let go', () => {
    const keeper = new LabelKeeper();
    keeper.now(pen, scene, view, still);
    const places = new Map(positions).set('payments/payments-v2', { x: 3000, y: 2000 });
    const dropped = { ...scene, positions: places, curves: curvesOf(drawing, places) };
    keeper.now(pen, dropped, view, { palette, moved: 'payments/payments-v2' });
    expect(placesOf(keeper.now(pen, dropped, view, still))).toEqual(placesOf(new LabelKeeper().now(pen, dropped, view, still)));
  });
});
