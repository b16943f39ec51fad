import { type EpochSeconds, at } from '@vigla/contract/units';
import { useEffect, useState } from 'react';
import { useHeld } from './data-provider.tsx';

/** The present by the server's clock, told again every `everyMs`: for ages that grow while nothing else happens. */
export function useNow(everyMs = 1000): EpochSeconds {
  const now = useServerClock();
  const [seconds, setSeconds] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(now()), everyMs);
    return () => clearInterval(timer);
  }, [now, everyMs]);
  return seconds;
}

/** Reads the server's clock. For events; a view that shows the time uses `useNow`. */
export function useServerClock(): () => EpochSeconds {
  const { clock } = useHeld();
  const [read] = useState(() => () => at(Math.max(0, Math.floor(clock.nowMs() / 1000))));
  return read;
}
