import type { Endpoint, RequestOf } from '@vigla/contract/http';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useHost } from '../host/index.ts';
import { call } from './call.ts';
import { keyOf } from './use-endpoint.ts';

/** Asks for what will be shown next, one after the other, so that it is there when its turn comes. Only for the past, which does not change. */
export function useAhead<E extends Endpoint>(row: E, requests: readonly RequestOf<E>[]): void {
  const { transport } = useHost();
  const cache = useQueryClient();
  const wanted = JSON.stringify(requests.map((request) => keyOf(row, request)));
  useEffect(() => {
    let needed = true;
    const fetchAll = async (): Promise<void> => {
      for (const request of requests) {
        if (!needed) return;
        // A failure is met, and told, when its turn comes.
        await cache.prefetchQuery({
          queryKey: keyOf(row, request),
          queryFn: ({ signal }) => call(transport, row, request, { signal }),
          staleTime: Number.POSITIVE_INFINITY,
        });
      }
    };
    void fetchAll();
    return () => {
      needed = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `wanted` says the same as `requests` and stays equal between renders
  }, [wanted, cache, row, transport]);
}
