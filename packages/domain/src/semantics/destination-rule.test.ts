import { describe, expect, it } from 'vitest';
import { defaultPool, unlimited, type Pool } from './connection-pool.ts';
import { clientPolicy, readDestinationRules, type ClientPolicy } from './destination-rule.ts';
import { istio } from './test/draw.ts';

const tls = (mode: string) => ({ tls: { mode } });
const connections = (maxConnections: number) => ({ connectionPool: { tcp: { maxConnections } } });
const port = (number: number, settings: object) => ({ portLevelSettings: [{ port: { number }, ...settings }] });
const v1 = (trafficPolicy: object) => ({ name: 'v1', labels: { version: 'v1' }, trafficPolicy });
const policyOf = (spec: object, subset: string | null = 'v1', at = 9080): ClientPolicy =>
  clientPolicy(readDestinationRules([istio('DestinationRule bookinfo/reviews', { host: 'reviews', ...spec })], () => {})[0], subset, at);

/** Source: Istio reference, DestinationRule: TrafficPolicy and Subset; settings of a port do not inherit from those of the host. */
const levels: readonly (readonly [because: string, spec: object, connections: number, tls: ClientPolicy['tls']])[] = [
  ['nothing is said', {}, unlimited, 'auto'],
  ['the host says it', { trafficPolicy: { ...connections(7), ...tls('DISABLE') } }, 7, 'DISABLE'],
  ['a subset says it again', { trafficPolicy: connections(7), subsets: [v1(connections(3))] }, 3, 'auto'],
  ['a subset says something else only', { trafficPolicy: connections(7), subsets: [v1(tls('DISABLE'))] }, 7, 'DISABLE'],
  ['the port of the host says it', { trafficPolicy: { ...connections(7), ...port(9080, connections(5)) } }, 5, 'auto'],
  ['another port says it', { trafficPolicy: { ...connections(7), ...port(80, connections(5)) } }, 7, 'auto'],
  [
    'the port of the host says something else only, and all around it is void',
    { trafficPolicy: { ...connections(7), ...port(9080, tls('SIMPLE')) } },
    unlimited,
    'SIMPLE',
  ],
  ['a subset comes before the port of the host', { trafficPolicy: port(9080, connections(5)), subsets: [v1(connections(3))] }, 3, 'auto'],
  [
    'the port of a subset comes before all',
    { trafficPolicy: { ...connections(7), ...tls('DISABLE') }, subsets: [v1({ ...connections(3), ...port(9080, connections(2)) })] },
    2,
    'auto',
  ],
  ['another subset says it', { subsets: [{ name: 'v2', labels: {}, trafficPolicy: connections(3) }] }, unlimited, 'auto'],
];

describe('the policy towards a subset', () => {
  it.each(levels)('when %s', (_because, spec, maxConnections, mode) => {
    const { pool, tls: client } = policyOf(spec);
    expect([pool.maxConnections, client]).toEqual([maxConnections, mode]);
  });

  it('is that of the host for routes without a subset', () => {
    expect(policyOf({ trafficPolicy: connections(7), subsets: [v1(connections(3))] }, null).pool.maxConnections).toBe(7);
  });

  it('is that of the oldest rule for the host that has one', () => {
    const rules = [{ subsets: [v1({})] }, { trafficPolicy: connections(4) }, { trafficPolicy: connections(5) }].map((spec, index) =>
      istio(`DestinationRule bookinfo/r${index}`, { host: 'reviews', ...spec }),
    );
    const merged = readDestinationRules(rules, () => {});
    expect(merged).toHaveLength(1);
    expect(clientPolicy(merged[0], 'v1', 9080).pool.maxConnections).toBe(4);
  });
});

/** Source: Istio reference, DestinationRule: ConnectionPoolSettings. */
const pools: readonly (readonly [because: string, block: unknown, pool: Partial<Pool>])[] = [
  ['nothing is said', {}, {}],
  ['the block makes no sense', 'many', {}],
  ['connections are limited', { tcp: { maxConnections: 100, connectTimeout: '30ms' } }, { maxConnections: 100, connectTimeoutMs: 30 }],
  ['zero means that nobody said so', { tcp: { maxConnections: 0 }, http: { http2MaxRequests: 0 } }, {}],
  [
    'requests are limited',
    { http: { http1MaxPendingRequests: 1, http2MaxRequests: 2, maxRequestsPerConnection: 3, maxRetries: 4 } },
    { http1MaxPendingRequests: 1, http2MaxRequests: 2, maxRequestsPerConnection: 3, maxRetries: 4 },
  ],
  ['everything goes over HTTP/2', { http: { h2UpgradePolicy: 'UPGRADE' } }, { upgrades: true }],
  ['digits are written as text', { tcp: { maxConnections: '12' } }, { maxConnections: 12 }],
  ['a number is below zero', { tcp: { maxConnections: -1 } }, {}],
];

it.each(pools)('connections are read when %s', (_because, connectionPool, pool) => {
  expect(policyOf({ trafficPolicy: { connectionPool } }).pool).toEqual({ ...defaultPool, ...pool });
});

it('outliers are read with the defaults of proxies', () => {
  expect(policyOf({}).outlier).toBeNull();
  expect(policyOf({ trafficPolicy: { outlierDetection: {} } }).outlier).toMatchObject({ consecutive5xx: 5, consecutiveGateway: 0 });
  expect(
    policyOf({
      trafficPolicy: {
        outlierDetection: {
          consecutive5xxErrors: 0,
          consecutiveGatewayErrors: 3,
          interval: '1s',
          baseEjectionTime: '3m',
          maxEjectionPercent: 100,
        },
      },
    }).outlier,
  ).toEqual({
    consecutive5xx: 0,
    consecutiveGateway: 3,
    intervalMs: 1000,
    baseEjectionMs: 180_000,
    maxEjectionPercent: 100,
    minHealthPercent: 0,
  });
});

it.each<[because: string, block: unknown, pick: string]>([
  ['nothing is said', undefined, 'least'],
  ['the default is asked for', { simple: 'UNSPECIFIED' }, 'least'],
  ['turns are taken', { simple: 'ROUND_ROBIN' }, 'equal'],
  ['it is random', { simple: 'RANDOM' }, 'equal'],
  ['the old name is used', { simple: 'LEAST_CONN' }, 'least'],
  ['a header decides', { consistentHash: { httpHeaderName: 'x-user' } }, 'hash'],
])('an endpoint is picked: %s', (_because, loadBalancer, pick) => {
  expect(policyOf({ trafficPolicy: { loadBalancer } }).balance.pick).toBe(pick);
});
