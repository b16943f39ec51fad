import type { Endpoint, ResponseOf } from '@vigla/contract/http';
import { useSyncExternalStore } from 'react';
import { useHeld } from './data-provider.tsx';
import { keyOf } from './use-endpoint.ts';

/** What some view on this page shows of a row now. */
export interface Shown<T> {
  readonly data: T | undefined;
  /** The newest attempt failed: what is shown is old. */
  readonly isFailing: boolean;
}

/**
 * The answer of a row that is on screen: lets the masthead date the page without asking again. `rank`: which of several
 * answers, the greatest; without it the one that came last. Keep it the same from render to render.
 */
export function useShown<E extends Endpoint>(row: E, rank?: (answer: ResponseOf<E>) => number): Shown<ResponseOf<E>> {
  const cache = useHeld().client.getQueryCache();
  const rankOf = ({ data, dataUpdatedAt }: { readonly data: unknown; readonly dataUpdatedAt: number }): number =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a row's key came by that row
    data === undefined || !rank ? dataUpdatedAt : rank(data as ResponseOf<E>);
  const newest = () => cache.findAll({ queryKey: keyOf(row), type: 'active' }).sort((a, b) => rankOf(b.state) - rankOf(a.state))[0]?.state;
  const state = useSyncExternalStore((changed) => cache.subscribe(() => queueMicrotask(changed)), newest);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a row's key came by that row
  return { data: state?.data as ResponseOf<E> | undefined, isFailing: state?.status === 'error' };
}
