/** A queue in front of something that only so many may use at once. First come, first served. */
export interface Turns {
  /** Runs `job` when it is its turn. Somebody who gives up while waiting leaves the queue. */
  take<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T>;
}

export function createTurns(atOnce: number): Turns {
  const queue = new Set<() => void>();
  let free = atOnce;

  const wait = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        queue.delete(go);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      queue.add(go);
    });

  function passOn(): void {
    const [next] = queue;
    if (!next) {
      free++;
      return;
    }
    queue.delete(next);
    next();
  }

  return {
    async take(signal, job) {
      signal.throwIfAborted();
      if (free > 0) free--;
      else await wait(signal);
      try {
        return await job();
      } finally {
        passOn();
      }
    },
  };
}
