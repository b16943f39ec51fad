import { unlimited, type Leg, type Workload } from '@vigla/domain/semantics';
import { erlangB, queue } from './queueing.ts';

/** What the limits of a caller's connections do to its requests. Units: shares 0..1. */
export interface PoolStrain {
  readonly refused: number;
  /** Of those let in, the share that waits for a connection, and how long. */
  readonly waiting: number;
  readonly waitMs: number;
}

/** Connections are counted by each pod of the caller, for each destination as rules name it: host, port and subset. */
export const poolKey = (caller: Workload, { host, port, subset }: Leg): string => `${caller.key}|${host}:${port}|${subset ?? ''}`;

/** Whether a leg has limits that anything could reach. */
export const isLimited = ({ pool }: Leg): boolean => pool.maxConnections < unlimited || pool.http2MaxRequests < unlimited;

/** Whether a leg has a limit on repetitions that anything could reach. */
export const limitsRepeats = ({ pool }: Leg): boolean => pool.maxRetries < unlimited;

/** The name under which a strain says for which share of repetitions there is no room. */
export const repeatKey = (caller: Workload, leg: Leg): string => `unrepeated ${poolKey(caller, leg)}`;

/** The share of repetitions that find as many under way as there may be. Units: `perSecond` of one pod; each is under way from the pause before it on. */
export const noRoomToRepeat = ({ pool }: Leg, { perSecond, holdMs }: { perSecond: number; holdMs: number }): number =>
  erlangB(pool.maxRetries, (perSecond * (holdMs + firstPauseMs)) / 1000);

const firstPauseMs = 12.5;

/** What a strain says of a pool. */
export const readPoolStrain = (read: (name: string) => number, key: string): PoolStrain => ({
  refused: read(`refused ${key}`),
  waiting: read(`waiting ${key}`),
  waitMs: read(`wait ${key}`) * 1000,
});

/** What a pool says in a strain. */
export const writePoolStrain = (key: string, { refused, waiting, waitMs }: PoolStrain): readonly (readonly [string, number])[] => [
  [`refused ${key}`, refused],
  [`waiting ${key}`, waiting],
  [`wait ${key}`, waitMs / 1000],
];

/**
 * What limits do to the requests of one pod. Units: `perSecond` tries of one pod, `holdMs` on average.
 *
 * HTTP/2 has one limit, on requests under way, and so have TCP connections: what comes on top is refused. HTTP/1.1 has a
 * connection for each request under way, and places to wait for one. A limit on waiting alone is not felt here: without a
 * limit on connections requests wait only while a connection opens. Nor is it that a proxy keeps a connection to every
 * endpoint whatever the limit, so that with more endpoints than connections somewhat less is refused than here.
 * Waiting is worked out for times without a memory: where they vary less, less is refused (with one connection and one
 * place, of 0.6 offered, 18 % of requests; 13 % where all take equally long).
 */
export function poolStrain(
  { pool }: Leg,
  protocol: 'http' | 'grpc' | 'tcp',
  { perSecond, holdMs }: { perSecond: number; holdMs: number },
): PoolStrain {
  const offered = (perSecond * holdMs) / 1000;
  const { maxConnections, http1MaxPendingRequests, http2MaxRequests } = pool;
  const lossOf = (limit: number): PoolStrain => ({ refused: limit >= unlimited ? 0 : erlangB(limit, offered), waiting: 0, waitMs: 0 });
  if (protocol === 'tcp') return lossOf(maxConnections);
  if (protocol === 'grpc' || pool.upgrades || http2MaxRequests <= maxConnections) return lossOf(http2MaxRequests);
  const { refused, waiting, wait } = queue(maxConnections, http1MaxPendingRequests, offered);
  return { refused, waiting, waitMs: wait * holdMs };
}
