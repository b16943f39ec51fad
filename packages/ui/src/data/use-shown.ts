import type { Endpoint, ResponseOf } from '@vigla/contract/http';
import { useSyncExternalStore } from 'react';
import { useHeld } from './data-provider.tsx';
import { keyOf } from './use-endpoint.ts';

/** The answer of a row that some view on this page shows now, if any: lets the masthead date the page without asking again. */
export function useShown<E extends Endpoint>(row: E): ResponseOf<E> | undefined {
  const cache = useHeld().client.getQueryCache();
  const newest = (): ResponseOf<E> | undefined => {
    const [shown] = cache.findAll({ queryKey: keyOf(row), type: 'active' }).sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a row's key came by that row
    return shown?.state.data as ResponseOf<E> | undefined;
  };
  return useSyncExternalStore((changed) => cache.subscribe(() => queueMicrotask(changed)), newest);
}
