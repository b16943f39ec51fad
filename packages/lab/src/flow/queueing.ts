/**
 * The share of requests that find all of `servers` busy, where none waits. Units: `offered` is arrivals times holding time.
 * Source: Erlang's loss formula, by its recursion over the servers; it holds for any spread of the holding time.
 */
export function erlangB(servers: number, offered: number): number {
  if (offered <= 0) return 0;
  // Beyond a million places the fluid limit is as good as the formula.
  if (servers > 1_000_000) return Math.max(0, 1 - servers / offered);
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (offered * blocked) / (k + offered * blocked);
  return blocked;
}

/** What a queue with few places does to those who come. */
export interface Queue {
  /** The share that is sent away. */
  readonly refused: number;
  /** Of those that are let in, the share that waits. */
  readonly waiting: number;
  /** How long those that wait do so on average, in holding times. */
  readonly wait: number;
}

const open: Queue = { refused: 0, waiting: 0, wait: 0 };

/** Longer queues than this are summed up by their limit. */
const longQueue = 20_000;

/** A queue with `servers` and `places` to wait. Source: M/M/c/(c+q), whose states above c fall off by offered/c each. */
export function queue(servers: number, places: number, offered: number): Queue {
  const blocked = erlangB(servers, offered);
  if (blocked === 0) return open;
  const ratio = offered / servers;
  if (places > longQueue && ratio >= 1) return { refused: 1 - 1 / ratio, waiting: 1, wait: places / servers };
  const top = Math.min(places, longQueue);
  // Weights of the states c, c+1, ... c+top, relative to the largest of them so that nothing overflows.
  const weight = (j: number): number => ratio ** (ratio > 1 ? j - top : j);
  let total = weight(0) * (1 / blocked - 1);
  let standing = 0;
  for (let j = 0; j <= top; j++) {
    total += weight(j);
    standing += j * weight(j);
  }
  const refused = weight(top) / total;
  const letIn = 1 - refused;
  let meetsFull = 0;
  for (let j = 0; j < top; j++) meetsFull += weight(j);
  const waiting = meetsFull / total / letIn;
  return { refused, waiting, wait: waiting > 0 ? standing / total / (offered * letIn) / waiting : 0 };
}
