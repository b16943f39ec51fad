import type { Endpoint, RequestOf, ResponseOf } from '@vigla/contract/http';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useHost } from '../host/index.ts';
import { call } from './call.ts';
import type { FailureCode, ProblemError } from './problem-error.ts';
import { canonical } from './request-url.ts';

/** The cache key of a request: its row and its input, so two views that ask the same thing share one answer. */
export const keyOf = <E extends Endpoint>(row: E, request?: RequestOf<E>): readonly unknown[] =>
  request === undefined ? [row.method, row.path] : [row.method, row.path, canonical(request)];

interface Freshness {
  /** `live` asks again at the host's pace and when a tick says so. `frozen` never does: the past does not change. */
  readonly freshness: 'live' | 'frozen';
  readonly enabled?: boolean;
}

/** What a view knows about one question it asked. */
export interface Answer<T> {
  /** The newest good answer, kept while a newer one is awaited or failed. */
  readonly data: T | undefined;
  /** Why the last attempt failed; null when it did not. With `data` present, that data is old. */
  readonly error: ProblemError | null;
  /** When `data` arrived, if every attempt since has failed; else null. Units: epoch milliseconds of this machine. */
  readonly failingSinceMs: number | null;
  /** `data` answers an earlier question (other namespaces, another window) and the present one is on its way. */
  readonly isPrevious: boolean;
  readonly isFetching: boolean;
  readonly refetch: () => void;
  /** Stops the attempt that is under way. */
  readonly cancel: () => void;
}

const failingRefetchMs = 5000;

/** Failures that pass by themselves. */
const passing: readonly FailureCode[] = ['unreachable', 'unreadable', 'source_unavailable', 'source_timeout', 'internal'];
const mayPass = ({ code }: ProblemError): boolean => passing.includes(code);

/** Asks one row of the API and keeps the answer as fresh as said. */
export function useEndpoint<E extends Endpoint>(
  row: E,
  request: RequestOf<E>,
  { freshness, enabled = true }: Freshness,
): Answer<ResponseOf<E>> {
  const { transport, refreshMs } = useHost();
  const cache = useQueryClient();
  const queryKey = keyOf(row, request);
  const query = useQuery<ResponseOf<E>, ProblemError>({
    queryKey,
    queryFn: ({ signal }) => call(transport, row, request, { signal }),
    placeholderData: keepPreviousData,
    meta: { freshness },
    enabled,
    // What is away may come back at any moment; what was refused stays refused until something changes.
    refetchInterval: ({ state }) =>
      state.error && mayPass(state.error) ? Math.min(failingRefetchMs, refreshMs) : freshness === 'live' ? refreshMs : false,
    ...(freshness === 'frozen' && { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false }),
  });
  return {
    data: query.data,
    error: query.error,
    failingSinceMs: query.error && query.data !== undefined && query.dataUpdatedAt > 0 ? query.dataUpdatedAt : null,
    isPrevious: query.isPlaceholderData,
    isFetching: query.isFetching,
    refetch: () => void query.refetch(),
    cancel: () => void cache.cancelQueries({ queryKey }),
  };
}
