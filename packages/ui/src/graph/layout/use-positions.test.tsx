// @vitest-environment jsdom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { HostProvider } from '../../host/index.ts';
import { recordingHost } from '../../test/index.ts';
import { call, graphOf, node } from '@vigla/testkit/graphs';
import { usePositions } from './use-positions.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const mesh = graphOf([node('shop/a'), node('shop/b'), node('shop/c')], [call('shop/a', 'shop/b'), call('shop/b', 'shop/c')]);
const { host } = recordingHost(new Map());
const wrapper = ({ children }: { readonly children: ReactNode }) => <HostProvider value={host}>{children}</HostProvider>;

/** A page that has just been opened. */
async function opened(keepAs: string | null, graph = mesh) {
  const page = renderHook(() => usePositions(graph, { keepAs }), { wrapper });
  await waitFor(() => expect(page.result.current.positions).not.toBeNull());
  return page;
}

const far = { x: 4000, y: -700 };

describe('plates that a person has dragged', () => {
  it('stand where they were put when the page is opened again', async () => {
    const { result, unmount } = await opened('/mesh');
    act(() => result.current.drop('shop/b', far));
    const before = result.current.positions;
    unmount();
    const again = await opened('/mesh');
    expect(again.result.current.positions).toEqual(before);
    expect(again.result.current.positions?.get('shop/b')).toEqual(far);
  });

  it('stand elsewhere in another mesh', async () => {
    const { result } = await opened('/mesh');
    act(() => result.current.drop('shop/b', far));
    expect((await opened('/other')).result.current.positions?.get('shop/b')).not.toEqual(far);
    expect((await opened(null)).result.current.positions?.get('shop/b')).not.toEqual(far);
  });

  it('stay where they are when the mesh grows', async () => {
    const { result, unmount } = await opened('/mesh');
    act(() => result.current.drop('shop/b', far));
    unmount();
    const grown = graphOf([...mesh.nodes, node('shop/d')], [...mesh.edges, call('shop/c', 'shop/d')]);
    const again = await opened('/mesh', grown);
    expect(again.result.current.positions?.get('shop/b')).toEqual(far);
    expect(again.result.current.positions?.has('shop/d')).toBe(true);
  });

  it('are forgotten by tidying up, and kept again by taking that back', async () => {
    const { result } = await opened('/mesh');
    act(() => result.current.drop('shop/b', far));
    act(() => result.current.tidyUp());
    await waitFor(() => expect(result.current.undoTidyUp).not.toBeNull());
    expect((await opened('/mesh')).result.current.positions?.get('shop/b')).not.toEqual(far);
    act(() => result.current.undoTidyUp?.());
    expect((await opened('/mesh')).result.current.positions?.get('shop/b')).toEqual(far);
  });
});

describe('a refresh', () => {
  const ids = Array.from({ length: 24 }, (_, i) => `ns${i % 4}/w${i}`);
  /** What is there at one moment: some of the nodes, and calls among them. */
  const moment = fc
    .record({ there: fc.subarray(ids, { minLength: 1 }), dice: fc.array(fc.nat(1000), { minLength: 2, maxLength: 60 }) })
    .map(({ there, dice }) => {
      const pick = (n = 0): string => there[n % there.length] ?? '';
      const calls = dice.slice(1).map((n, i) => call(pick(dice[i]), pick(n)));
      return graphOf(
        there.map((id) => node(id)),
        [...new Map(calls.map((one) => [one.id, one])).values()],
      );
    });

  it('never moves a node that stayed, however many come and go', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 2, maxLength: 7 }), async (moments) => {
        const page = renderHook(({ graph }) => usePositions(graph, { question: 'the same' }), {
          wrapper,
          initialProps: { graph: moments[0] ?? mesh },
        });
        let before = new Map<string, unknown>();
        for (const graph of moments) {
          page.rerender({ graph });
          await waitFor(() => expect(new Set(page.result.current.positions?.keys())).toEqual(new Set(graph.nodes.map(({ id }) => id))));
          const now = new Map<string, unknown>(page.result.current.positions);
          const stayed = [...now.keys()].filter((id) => before.has(id));
          expect(stayed.map((id) => [id, now.get(id)])).toEqual(stayed.map((id) => [id, before.get(id)]));
          before = now;
        }
        page.unmount();
      }),
      { numRuns: 30 },
    );
  });

  it('moves nothing even when it brings more than there was', async () => {
    const page = renderHook(({ graph }) => usePositions(graph, { question: 'the same' }), { wrapper, initialProps: { graph: mesh } });
    await waitFor(() => expect(page.result.current.positions).not.toBeNull());
    const before = new Map(page.result.current.positions);
    const more = Array.from({ length: 12 }, (_, i) => node(`other/n${i}`));
    page.rerender({ graph: graphOf([...mesh.nodes, ...more], [...mesh.edges, ...more.map(({ id }) => call('shop/c', id))]) });
    expect(page.result.current.positions?.size).toBe(15);
    expect([...before].map(([id]) => page.result.current.positions?.get(id))).toEqual([...before.values()]);
  });
});

it('another question whose answer is mostly new is laid out as a whole', async () => {
  const page = renderHook(({ graph, question }) => usePositions(graph, { question }), {
    wrapper,
    initialProps: { graph: mesh, question: 'shop' },
  });
  await waitFor(() => expect(page.result.current.positions).not.toBeNull());
  act(() => page.result.current.drop('shop/b', far));
  const more = Array.from({ length: 12 }, (_, i) => node(`other/n${i}`));
  page.rerender({ graph: graphOf([...mesh.nodes, ...more], mesh.edges), question: 'all' });
  await waitFor(() => expect(page.result.current.positions?.size).toBe(15));
  expect(page.result.current.positions?.get('shop/b')).not.toEqual(far);
});
