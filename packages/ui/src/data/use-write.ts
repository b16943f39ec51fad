import type { Endpoint, RequestOf, ResponseOf } from '@vigla/contract/http';
import { getSession, type Session } from '@vigla/contract/session';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Transport, useHost } from '../host/index.ts';
import { call } from './call.ts';
import { ProblemError } from './problem-error.ts';
import { keyOf } from './use-endpoint.ts';

/** A write as a view sees it. */
export interface Write<E extends Endpoint> {
  /** Resolves to the answer. Fails: with ProblemError. */
  readonly send: (request: RequestOf<E>) => Promise<ResponseOf<E>>;
  readonly isSending: boolean;
  readonly error: ProblemError | null;
  readonly reset: () => void;
}

/** A write. `refresh` names the rows whose cached answers the write makes stale. */
export function useWrite<E extends Endpoint>(row: E, refresh: readonly Endpoint[]): Write<E> {
  const { transport } = useHost();
  const cache = useQueryClient();
  const mutation = useMutation<ResponseOf<E>, ProblemError, RequestOf<E>>({
    mutationFn: (request) => write(transport, cache, row, request),
    onSuccess: async () => {
      await Promise.all(refresh.map((stale) => cache.invalidateQueries({ queryKey: keyOf(stale) })));
    },
  });
  return { send: mutation.mutateAsync, isSending: mutation.isPending, error: mutation.error, reset: mutation.reset };
}

/**
 * A write that makes the caller somebody else: sign-in, sign-out, another persona. What the one before could see is
 * forgotten at once; what is on screen is asked again.
 */
export function useSessionWrite<E extends Endpoint & { readonly response: typeof Session }>(row: E): Write<E> {
  const { transport } = useHost();
  const cache = useQueryClient();
  const mutation = useMutation<ResponseOf<E>, ProblemError, RequestOf<E>>({
    mutationFn: (request) => write(transport, cache, row, request),
    onSuccess: async (session) => {
      await cache.cancelQueries();
      cache.setQueryData(keyOf(getSession, {}), session);
      void cache.resetQueries({ predicate: ({ queryKey }) => queryKey[1] !== getSession.path });
    },
  });
  return { send: mutation.mutateAsync, isSending: mutation.isPending, error: mutation.error, reset: mutation.reset };
}

async function write<E extends Endpoint>(transport: Transport, cache: QueryClient, row: E, request: RequestOf<E>): Promise<ResponseOf<E>> {
  try {
    return await call(transport, row, request, { csrf: await csrfOf(transport, cache, 'known') });
  } catch (error) {
    // A server that was restarted has new values. What it refused for the old one was not done, so sending it again is safe.
    if (!(error instanceof ProblemError) || error.code !== 'wrong_origin') throw error;
    return await call(transport, row, request, { csrf: await csrfOf(transport, cache, 'new') });
  }
}

async function csrfOf(transport: Transport, cache: QueryClient, which: 'known' | 'new'): Promise<string> {
  const session = await cache.fetchQuery({
    queryKey: keyOf(getSession, {}),
    queryFn: ({ signal }) => call(transport, getSession, {}, { signal }),
    staleTime: which === 'known' ? Number.POSITIVE_INFINITY : 0,
  });
  return session.csrf;
}
