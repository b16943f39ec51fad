/** Knows how far this machine's clock is from the server's. A page on a machine that is ten minutes slow must not call fresh data old. */
export interface ServerClock {
  /** Takes a reading: the server said `serverSeconds` in an answer to a question asked at `askedMs`. */
  readonly read: (serverSeconds: number, askedMs: number) => void;
  /** Units: epoch milliseconds, as the server would say. */
  readonly nowMs: () => number;
}

/** Readings come in whole seconds and travel for a while: only a difference beyond that is a wrong clock. */
const graceMs = 1500;

/** A clock that starts from this machine's and follows the server's. */
export function serverClock(clock: () => number): ServerClock {
  let offsetMs = 0;
  return {
    read: (serverSeconds, askedMs) => {
      const heardMs = clock();
      const found = serverSeconds * 1000 + 500 - (askedMs + heardMs) / 2;
      const doubtMs = graceMs + (heardMs - askedMs) / 2;
      if (Math.abs(found - offsetMs) > doubtMs) offsetMs = Math.abs(found) <= doubtMs ? 0 : found;
    },
    nowMs: () => clock() + offsetMs,
  };
}
