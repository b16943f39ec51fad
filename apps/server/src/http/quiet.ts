import { finished } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Knows whether somebody waits for an answer of this server. */
export interface Quiet {
  /** Counts whoever waits for this reply, until it is sent or they are gone. */
  waits(reply: Pick<FastifyReply, 'raw'>): void;
  /** Resolves at the next turn in which nobody waits, or when patience ends: there may always be somebody. Units: ms. */
  next(patienceMs?: number): Promise<void>;
}

/** What is at hand is answered in that time; who waits for a source may wait for seconds. Units: ms. */
const usualPatienceMs = 12;
/** Units: ms. */
const lookEveryMs = 2;

const all = new WeakMap<object, Quiet>();

/** The one of this server, whichever of its plugins asks. */
export function quietOf({ server }: Pick<FastifyInstance, 'server'>): Quiet {
  const quiet = all.get(server) ?? createQuiet();
  all.set(server, quiet);
  return quiet;
}

function createQuiet(): Quiet {
  let waiting = 0;
  return {
    waits({ raw }) {
      waiting += 1;
      finished(raw, () => {
        waiting -= 1;
      });
    },
    async next(patienceMs = usualPatienceMs) {
      for (let waited = 0; waited <= patienceMs; waited += lookEveryMs) {
        await sleep(waited === 0 ? 0 : lookEveryMs);
        if (waiting === 0) return;
      }
    },
  };
}
