import { describe, expect, it } from 'vitest';
import { drawGraph } from '../drawing/drawing.ts';
import { usualLook } from '../drawing/look.ts';
import { layoutGraph } from '../layout/layout-graph.ts';
import { layoutInput } from '../layout/layout-input.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { curvesOf, followingCurves } from './curves.ts';

const graph = shopGraph();
const positions = layoutGraph(layoutInput(graph));
const drawing = drawGraph(graph, usualLook, speech);
const curves = curvesOf(drawing, positions);
const laid = { drawing, positions, curves };

describe('the lines of a picture', () => {
  it('are the same curves after a refresh that changes only rates', () => {
    const busier = shopGraph({ edges: graph.edges.map((edge) => ({ ...edge, traffic: { ...edge.traffic, requestsPerSecond: 99 } })) });
    const after = curvesOf(drawGraph(busier, usualLook, speech), new Map(positions), laid);
    expect(after.size).toBe(graph.edges.length);
    expect([...after].map(([id, curve]) => curve === curves.get(id))).not.toContain(false);
  });

  it('are laid anew where a plate stands elsewhere', () => {
    const moved = new Map(positions).set('payments/payments-v2', { x: 3000, y: 2000 });
    expect(curvesOf(drawing, moved, laid)).toEqual(curvesOf(drawing, moved));
    expect(curvesOf(drawing, moved, laid)).not.toEqual(curves);
  });

  it('follow a plate that is moved, and no other line does before it is let go', () => {
    const moved = new Map(positions).set('payments/payments-v2', { x: 3000, y: 2000 });
    const following = followingCurves(laid, 'payments/payments-v2', moved);
    const own = drawing.lines
      .filter(({ from, to }) => from === 'payments/payments-v2' || to === 'payments/payments-v2')
      .map(({ id }) => id);
    expect(own.length).toBeGreaterThan(0);
    expect([...following].filter(([id, curve]) => curve !== curves.get(id)).map(([id]) => id)).toEqual(own);
    expect(own.map((id) => following.get(id))).toEqual(own.map((id) => curvesOf(drawing, moved).get(id)));
  });
});
