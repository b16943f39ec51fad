// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { drawGraph } from '../drawing/drawing.ts';
import { layoutGraph } from '../layout/layout-graph.ts';
import { layoutInput } from '../layout/layout-input.ts';
import { showing } from '../test/looks.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { useLegend } from './use-legend.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const graph = shopGraph();
const scene = { drawing: drawGraph(graph, showing('rate'), speech), positions: layoutGraph(layoutInput(graph)) };

function standing(x: number, y: number, width: number, height: number, ...children: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement('div');
  element.getBoundingClientRect = () => new DOMRect(x, y, width, height);
  element.append(...children);
  return element;
}

/** A legend and controls in the lower left of a picture of 1300 by 700. */
function cornerWith(width: number, height: number): HTMLElement {
  const legend = standing(14, 640 - height, width, height, standing(26, 610, 60, 20));
  const corner = standing(14, 640 - height, width, height + 48, legend, standing(14, 650, 162, 38));
  standing(0, 0, 1300, 700, corner);
  return corner;
}

const shown = (corner: HTMLElement, crowded = false) =>
  renderHook((now) => useLegend({ scene, largest: 1.25, corner: { current: corner }, crowded: now }), { initialProps: crowded });

describe('the legend', () => {
  it('is open where the picture has room for it', () => {
    expect(shown(cornerWith(200, 60)).result.current.open).toBe(true);
  });

  it('waits to be asked for where it would take a tenth of the picture', () => {
    const { result } = shown(cornerWith(900, 420));
    expect(result.current.open).toBe(false);
    act(() => result.current.setOpen(true));
    expect(result.current.open).toBe(true);
    act(() => result.current.setOpen(false));
    expect(result.current.open).toBe(false);
  });

  it('makes room for a panel, and comes back after it', () => {
    const { result, rerender } = shown(cornerWith(200, 60));
    rerender(true);
    expect(result.current.open).toBe(false);
    rerender(false);
    expect(result.current.open).toBe(true);
  });

  it('stays folded for who has folded it', () => {
    const { result, unmount } = shown(cornerWith(200, 60));
    act(() => result.current.setOpen(false));
    unmount();
    expect(shown(cornerWith(200, 60)).result.current.open).toBe(false);
  });
});
