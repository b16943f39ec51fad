// @vitest-environment jsdom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { HostProvider } from '../../host/index.ts';
import { recordingHost } from '../../test/index.ts';
import { call, graphOf, node } from '../test/made-graphs.ts';
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
  const page = renderHook(() => usePositions(graph, keepAs), { wrapper });
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
