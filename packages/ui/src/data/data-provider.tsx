import { getStatus, ServerStatus, type Tick } from '@vigla/contract/mesh';
import { getSession } from '@vigla/contract/session';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useHost } from '../host/index.ts';
import { ProblemError } from './problem-error.ts';
import { type ServerClock, serverClock } from './server-clock.ts';
import { followTicks } from './follow-ticks.ts';
import { staleRows } from './stale-rows.ts';
import { keyOf } from './use-endpoint.ts';

interface Held {
  readonly client: QueryClient;
  readonly clock: ServerClock;
}

const HeldContext = createContext<Held | null>(null);

/** Holds every answer of the server for the views below it. One per embedding. */
export function DataProvider({ children }: { readonly children: ReactNode }) {
  const host = useHost();
  const [held] = useState<Held>(() => hold(host.clock));
  return (
    <HeldContext.Provider value={held}>
      <QueryClientProvider client={held.client}>{children}</QueryClientProvider>
    </HeldContext.Provider>
  );
}

/** What the data room holds for this embedding. Fails: outside `DataProvider`. */
export function useHeld(): Held {
  const held = useContext(HeldContext);
  if (!held) throw new Error('A view was rendered outside <DataProvider>.');
  return held;
}

/** Follows the server's ticks as long as the caller is on the page. Returns whether they arrive; live views poll while they do not. */
export function useTicks(enabled = true): boolean {
  const { transport, clock: machineClock } = useHost();
  const { client, clock } = useHeld();
  const [flowing, setFlowing] = useState(false);
  useEffect(() => {
    if (!enabled) return undefined;
    let greeted = false;
    return followTicks(transport, {
      onFlow: setFlowing,
      onTick: (tick) => {
        if (tick.kind === 'hello') clock.read(tick.now, machineClock());
        // The first greeting comes while the page's first questions are still open: nothing was missed yet.
        if (tick.kind !== 'hello' || greeted) refreshFor(client, tick);
        greeted = true;
      },
    });
  }, [transport, machineClock, client, clock, enabled]);
  return flowing;
}

function refreshFor(client: QueryClient, tick: Tick): void {
  for (const row of staleRows(tick)) {
    void client.invalidateQueries({ queryKey: keyOf(row), predicate: ({ meta }) => meta?.['freshness'] === 'live' });
  }
}

function hold(machineClock: () => number): Held {
  const clock = serverClock(machineClock);
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        const lost = error instanceof ProblemError && error.code === 'not_signed_in' && queryKey[1] !== getSession.path;
        if (lost) void client.invalidateQueries({ queryKey: keyOf(getSession) });
      },
      onSuccess: (answer, { queryKey }) => {
        if (queryKey[1] !== getStatus.path) return;
        const status = ServerStatus.pick({ now: true }).safeParse(answer);
        if (status.success) clock.read(status.data.now, machineClock());
      },
    }),
    defaultOptions: {
      queries: {
        // A source that is away stays away for a while: the page keeps what it has and asks again at its pace.
        retry: false,
        // The server may be on this very machine, which the browser may call offline.
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 2000,
      },
      mutations: { networkMode: 'always' },
    },
  });
  return { client, clock };
}
