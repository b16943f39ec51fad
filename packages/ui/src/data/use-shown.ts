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

/** The answer of a row that is on screen: lets the masthead date the page without asking again. */
export function useShown<E extends Endpoint>(row: E): Shown<ResponseOf<E>> {
  const cache = useHeld().client.getQueryCache();
  const newest = () =>
    cache.findAll({ queryKey: keyOf(row), type: 'active' }).sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)[0]?.state;
  const state = useSyncExternalStore((changed) => cache.subscribe(() => queueMicrotask(changed)), newest);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a row's key came by that row
  return { data: state?.data as ResponseOf<E> | undefined, isFailing: state?.status === 'error' };
}
