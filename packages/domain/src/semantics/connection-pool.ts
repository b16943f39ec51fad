import { durationMs, isTree, number, text, tree, type Tree } from './read.ts';

/** How much a caller's proxy keeps open towards one destination. Limits hold for each proxy on its own. Units: ms. */
export interface Pool {
  readonly maxConnections: number;
  readonly http1MaxPendingRequests: number;
  readonly http2MaxRequests: number;
  /** 0: as many as come. */
  readonly maxRequestsPerConnection: number;
  readonly maxRetries: number;
  readonly connectTimeoutMs: number;
  /** HTTP/1.1 requests are carried over HTTP/2. */
  readonly upgrades: boolean;
}

/** What stands for "no limit". */
export const unlimited = 4_294_967_295;

/** Source: Istio reference, DestinationRule, ConnectionPoolSettings: every limit is 2^32-1 by default, connecting may take 10 s. */
export const defaultPool: Pool = Object.freeze({
  maxConnections: unlimited,
  http1MaxPendingRequests: unlimited,
  http2MaxRequests: unlimited,
  maxRequestsPerConnection: 0,
  maxRetries: unlimited,
  connectTimeoutMs: 10_000,
  upgrades: false,
});

/** Reads a `connectionPool` block; null where there is none. A limit of 0 is one that nobody set, as the control plane reads it. */
export function readPool(block: unknown): Pool | null {
  if (!isTree(block)) return null;
  const [tcp, http] = [tree(block['tcp']), tree(block['http'])];
  return {
    maxConnections: limit(tcp, 'maxConnections', unlimited),
    http1MaxPendingRequests: limit(http, 'http1MaxPendingRequests', unlimited),
    http2MaxRequests: limit(http, 'http2MaxRequests', unlimited),
    maxRequestsPerConnection: limit(http, 'maxRequestsPerConnection', 0),
    maxRetries: limit(http, 'maxRetries', unlimited),
    connectTimeoutMs: durationMs(tcp['connectTimeout']) || defaultPool.connectTimeoutMs,
    upgrades: text(http['h2UpgradePolicy']) === 'UPGRADE',
  };
}

/** Unverified: that a limit of 0 means none, as the zero value of the field does. */
function limit(block: Tree, name: string, fallback: number): number {
  const said = number(block[name]);
  return said !== undefined && said > 0 ? Math.floor(said) : fallback;
}
