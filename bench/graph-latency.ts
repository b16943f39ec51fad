import { TrafficGraph } from '@vigla/contract/graph';
import { median } from './spread.ts';

/** How long a server takes for a graph. Units: ms, medians, over loopback and uncompressed. */
export interface GraphLatency {
  /** Nobody has asked for this window before: Prometheus is asked, the answers are read. */
  readonly cold: number;
  /** Somebody else has. */
  readonly warm: number;
  /** The caller has it already. */
  readonly unchanged: number;
}

/** Asks a running server again and again. Fails: when an answer is no graph. */
export async function graphLatency(server: string): Promise<GraphLatency> {
  // A moment that is over: while we ask, no new reading comes in between.
  const moment = Math.floor(Date.now() / 1000) - 30;
  const ask = async (windowSeconds: number, etag = '') => {
    const begun = performance.now();
    const url = `${server}/api/v1/graph?windowSeconds=${windowSeconds}&atEpochSeconds=${moment}`;
    const reply = await fetch(url, { headers: { 'accept-encoding': 'identity', 'if-none-match': etag } });
    const body = await reply.text();
    return { ms: performance.now() - begun, status: reply.status, body, etag: reply.headers.get('etag') ?? '' };
  };
  const times = async (status: number, count: number, one: (i: number) => ReturnType<typeof ask>): Promise<number> => {
    const all: number[] = [];
    for (let i = 0; i < count; i++) {
      const reply = await one(i);
      if (reply.status !== status) throw new Error(`The graph answered ${reply.status} instead of ${status}: ${reply.body.slice(0, 300)}`);
      all.push(reply.ms);
    }
    return median(all);
  };
  const first = await ask(300);
  TrafficGraph.parse(JSON.parse(first.body));
  return {
    // Another window each time: no reading of it is there yet.
    cold: await times(200, 9, (i) => ask(301 + i)),
    warm: await times(200, 15, () => ask(300)),
    unchanged: await times(304, 15, () => ask(300, first.etag)),
  };
}
