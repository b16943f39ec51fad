// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { drawGraph } from '../drawing/drawing.ts';
import { layoutGraph } from '../layout/layout-graph.ts';
import { layoutInput } from '../layout/layout-input.ts';
import { showing } from '../test/looks.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { Fitting } from './fitting.ts';
import type { Rect } from '../drawing/frame.ts';

const graph = shopGraph();
const scene = {
  drawing: drawGraph(graph, showing('rate'), speech),
  positions: layoutGraph(layoutInput(graph)),
  curves: new Map(),
  attention: { selected: null, hovered: null, focused: null, kept: null, found: null },
};
const size = { width: 1300, height: 700 };
const fit = { size, largest: 1.25, far: false, labels: (): readonly Rect[] => [] };

/** An element that stands somewhere, which no element of a page without a screen does. */
function standing(rect: Rect, ...children: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement('div');
  element.getBoundingClientRect = () => new DOMRect(rect.x, rect.y, rect.width, rect.height);
  element.append(...children);
  return element;
}

const pageAt = { x: 96, y: 114, ...size };
const legendOf = (height: number, width = 900) => standing({ x: 110, y: 800 - height, width, height });

describe('fitting', () => {
  it('keeps clear of a legend wherever the picture stands on its page', () => {
    const bare = new Fitting(standing(pageAt), null).viewport(scene, fit);
    const beside = new Fitting(standing(pageAt), standing(pageAt, legendOf(300))).viewport(scene, fit);
    expect(beside?.z).toBeLessThan(bare?.z ?? 0);
  });

  it('moves nothing when a refresh only changes what labels say', () => {
    const fitting = new Fitting(standing(pageAt), standing(pageAt, legendOf(150, 300)));
    const before = fitting.viewport(scene, fit);
    const wide = (zoom: number): readonly Rect[] => [{ x: -90 * zoom, y: 760 * zoom, width: 300, height: 20 }];
    expect(fitting.viewport({ ...scene }, { ...fit, labels: wide })).toEqual(before);
    expect(new Fitting(standing(pageAt), standing(pageAt, legendOf(150, 300))).viewport(scene, { ...fit, labels: wide })).not.toEqual(
      before,
    );
  });

  it('keeps room for what a replay has shown before, so that the picture does not jump', () => {
    const whole = new Fitting(standing(pageAt), null).viewport(scene, fit);
    const few = { ...scene, positions: new Map([...scene.positions].slice(0, 4)) };
    const fitting = new Fitting(standing(pageAt), null);
    expect(fitting.viewport(few, fit)?.z).toBeGreaterThan(whole?.z ?? 0);
    fitting.keep(scene.positions);
    expect(fitting.viewport(few, fit)).toEqual(whole);
  });

  it('takes back the room that a folded legend leaves', () => {
    const corner = standing(pageAt, legendOf(300));
    const fitting = new Fitting(standing(pageAt), corner);
    const before = fitting.viewport(scene, fit);
    corner.replaceChildren(legendOf(36));
    expect(fitting.viewport(scene, fit)?.z).toBeGreaterThan(before?.z ?? 1);
  });

  it('shows what is selected with its neighbours where the whole would be too small to be read', () => {
    const small = { ...fit, size: { width: 600, height: 520 } };
    const selecting = (selected: string | null) => ({ ...scene, attention: { ...scene.attention, selected } });
    const fitting = new Fitting(standing(pageAt), null);
    const whole = fitting.viewport(scene, small);
    const near = fitting.nearest(selecting('payments/payments-v2'), small);
    expect(near?.z).toBeGreaterThan(1.3 * (whole?.z ?? 1));
    const at = scene.positions.get('payments/payments-v2');
    const left = (at?.x ?? Number.NaN) * (near?.z ?? 1) + (near?.x ?? 0);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(600);
    expect(fitting.nearest(selecting(null), small)).toEqual(whole);
    expect(fitting.nearest(selecting('gone'), small)).toEqual(whole);
  });

  it('leaves a picture as it is that can be read as a whole', () => {
    const fitting = new Fitting(standing(pageAt), null);
    const selected = { ...scene, attention: { ...scene.attention, selected: 'payments/payments-v2' } };
    expect(fitting.nearest(selected, fit)).toEqual(fitting.viewport(scene, fit));
  });

  it('has the lines in sight that run beyond all plates and boxes, and moves nothing when one goes', () => {
    const whole = new Fitting(standing(pageAt), null).viewport(scene, fit);
    const fitting = new Fitting(standing(pageAt), null);
    const top = { x: 300, y: -400 };
    const looped = { ...scene, curves: new Map([['loop', [{ x: 290, y: 0 }, top, top, top, { x: 310, y: 0 }]]]) };
    const viewport = fitting.viewport(looped, fit);
    expect(top.y * (viewport?.z ?? 1) + (viewport?.y ?? -1)).toBeGreaterThan(0);
    expect(top.y * (whole?.z ?? 1) + (whole?.y ?? 1)).toBeLessThan(0);
    expect(fitting.viewport(scene, fit)).toEqual(viewport);
  });

  it('fits what it is told instead, so that two pictures have one scale', () => {
    const span = { x: -500, y: -500, width: 3000, height: 2000 };
    const views = [scene, { ...scene, positions: new Map([...scene.positions].slice(0, 4)) }].map((one) => {
      const fitting = new Fitting(standing(pageAt), null);
      fitting.keep(null, span);
      return fitting.viewport(one, fit);
    });
    expect(views[0]).toEqual(views[1]);
  });

  it('waits for a picture and for room', () => {
    const fitting = new Fitting(standing(pageAt), null);
    expect(fitting.viewport(scene, { ...fit, size: { width: 0, height: 0 } })).toBeNull();
    expect(fitting.viewport({ ...scene, positions: new Map() }, fit)).toBeNull();
  });
});
