import { describe, expect, it } from 'vitest';
import type { Conditions } from './conditions.ts';
import type { Flow } from './flows.ts';
import { limitedTo, pair, pairRule, routeToServer, second, start, toServer, type Pair } from './test/pair.ts';

const app = { selector: { matchLabels: { app: 'server' } } };
const failing = { 'server-v1': { failures: [{ code: 503, share: 1 }] } };
const subset = (labels: object) => [
  pairRule('DestinationRule server', { host: 'server', subsets: [{ name: 'v9', labels }] }),
  pairRule('VirtualService server', { hosts: ['server'], http: [{ route: [{ destination: { host: 'server', subset: 'v9' } }] }] }),
];
const mesh = (mode: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh: `outboundTrafficPolicy:\n  mode: ${mode}\n` },
});
const crawling: Conditions = new Map([['shop/server-v1', { latencyFactor: 1000 }]]);

/** One side's report: code and flags, then what it knows of the other end and of the service. */
const source = (flows: readonly Flow[]) =>
  flows
    .filter(({ labels }) => labels['reporter'] === 'source')
    .map(
      ({ labels }) =>
        `${labels['response_code'] ?? ''} ${labels['response_flags']} ${labels['destination_workload']} ${labels['destination_service_name']} ${labels['destination_service_namespace']}`,
    );
const destination = (flows: readonly Flow[]) =>
  flows
    .filter(({ labels }) => labels['reporter'] === 'destination')
    .map(({ labels }) => `${labels['response_code'] ?? ''} ${labels['response_flags']} ${labels['connection_security_policy']}`);

const known = 'server-v1 server shop';
const unknown = 'unknown server unknown';

const isRefusal = ({ labels }: Flow): boolean => labels['response_code'] !== '200';

interface Row {
  readonly cause: string;
  readonly told: Pair;
  readonly source: readonly string[];
  readonly destination: readonly string[];
  readonly conditions?: Conditions;
  readonly atMs?: number;
  /** Longest time the caller's side reports on average. Units: ms. */
  readonly within?: number;
}

/** What both sides write about each cause. Source: the rules by which Istio's proxies label their metrics. */
const rows: readonly Row[] = [
  { cause: 'success', told: {}, source: [`200 - ${known}`], destination: ['200 - mutual_tls'] },
  {
    cause: 'the application fails',
    told: { behaviours: { 'server-v1': { failures: [{ code: 500, share: 1 }] } } },
    source: [`500 - ${known}`],
    destination: ['500 - mutual_tls'],
  },
  {
    cause: 'a policy denies',
    told: { objects: [pairRule('AuthorizationPolicy deny', { ...app, action: 'DENY', rules: [{}] })] },
    source: [`403 - ${known}`],
    destination: ['403 - mutual_tls'],
    within: 3,
  },
  {
    cause: 'a policy denies a TCP connection',
    told: { protocol: 'tcp', objects: [pairRule('AuthorizationPolicy deny', { ...app, action: 'DENY', rules: [{}] })] },
    source: [` - ${known}`],
    destination: [' - mutual_tls'],
  },
  {
    cause: "a limit at the server's proxy",
    told: { perSecond: 2000, objects: [limitedTo({ max_tokens: 1, tokens_per_fill: 1, fill_interval: '60s' })] },
    source: [`200 - ${known}`, `429 - ${known}`],
    destination: ['200 - mutual_tls', '429 RL mutual_tls'],
    atMs: 10 * second,
  },
  {
    cause: "a limit at the caller's proxy",
    told: {
      perSecond: 2000,
      objects: [limitedTo({ max_tokens: 1, tokens_per_fill: 1, fill_interval: '60s' }, 'SIDECAR_OUTBOUND', 'client')],
    },
    source: [`200 - ${known}`, `429 RL ${unknown}`],
    destination: ['200 - mutual_tls'],
    atMs: 10 * second,
  },
  {
    cause: 'no route',
    told: { objects: [routeToServer({ match: [{ uri: { exact: '/elsewhere' } }] })] },
    source: [`404 NR ${unknown}`],
    destination: [],
    within: 1,
  },
  { cause: 'an unknown subset', told: { objects: subset({}).slice(1) }, source: [`503 NC ${unknown}`], destination: [], within: 1 },
  {
    cause: 'a subset without pods',
    told: { objects: subset({ version: 'v9' }) },
    source: [`503 UH ${unknown}`],
    destination: [],
    within: 1,
  },
  { cause: 'no healthy endpoint', told: { servers: { 'server-v1': 0 } }, source: [`503 UH ${unknown}`], destination: [], within: 1 },
  {
    cause: 'all endpoints left out',
    told: { behaviours: failing, objects: [toServer({ outlierDetection: { maxEjectionPercent: 100 } })] },
    source: [`503 UH ${unknown}`],
    destination: [],
    atMs: 20 * second,
    within: 1,
  },
  {
    cause: 'no room in the connections',
    told: { objects: [toServer({ connectionPool: { http: { http2MaxRequests: 1 } } })] },
    conditions: crawling,
    source: [`200 - ${known}`, `503 UO ${known}`],
    destination: ['200 - mutual_tls'],
  },
  {
    cause: 'mTLS meets plain text',
    told: {
      objects: [pairRule('PeerAuthentication server', { ...app, mtls: { mode: 'DISABLE' } }), toServer({ tls: { mode: 'ISTIO_MUTUAL' } })],
    },
    source: [`503 UF,URX ${known}`],
    destination: [],
  },
  {
    cause: 'plain text meets a server that insists',
    told: {
      objects: [pairRule('PeerAuthentication server', { ...app, mtls: { mode: 'STRICT' } }), toServer({ tls: { mode: 'DISABLE' } })],
    },
    source: [`503 UC ${known}`],
    destination: [],
    within: 5,
  },
  {
    cause: 'plain text meets a server that takes both',
    told: { objects: [toServer({ tls: { mode: 'DISABLE' } })] },
    source: [`200 - ${known}`],
    destination: ['200 - none'],
  },
  {
    cause: 'the route waits no longer',
    told: { objects: [routeToServer({ timeout: '5ms' })] },
    source: [`504 UT ${known}`],
    destination: ['0 DC mutual_tls'],
    within: 5,
  },
  {
    cause: 'all tries fail',
    told: { behaviours: failing, objects: [routeToServer({ retries: { attempts: 2, retryOn: '5xx' } })] },
    source: [`503 URX ${known}`],
    destination: ['503 - mutual_tls'],
  },
  {
    cause: 'every try takes too long',
    told: { objects: [routeToServer({ retries: { attempts: 1, retryOn: '5xx', perTryTimeout: '5ms' } })] },
    source: [`504 UT,URX ${known}`],
    destination: ['0 DC mutual_tls'],
  },
  {
    cause: 'an injected abort',
    told: { objects: [routeToServer({ fault: { abort: { httpStatus: 418, percentage: { value: 100 } } } })] },
    source: [`418 FI ${unknown}`],
    destination: [],
    within: 1,
  },
  {
    cause: 'an injected delay',
    told: { objects: [routeToServer({ fault: { delay: { fixedDelay: '1s', percentage: { value: 100 } } } })] },
    source: [`200 DI ${known}`],
    destination: ['200 - mutual_tls'],
  },
  {
    cause: 'a delay and an abort, each of one half',
    told: {
      objects: [
        routeToServer({
          fault: { delay: { fixedDelay: '1s', percentage: { value: 50 } }, abort: { httpStatus: 418, percentage: { value: 50 } } },
        }),
      ],
    },
    source: [`200 - ${known}`, `200 DI ${known}`, `418 DI,FI ${unknown}`, `418 FI ${unknown}`],
    destination: ['200 - mutual_tls'],
  },
  {
    cause: 'a host that nobody registered, let through',
    told: { host: 'api.example.com', objects: [mesh('ALLOW_ANY')] },
    source: ['200 - unknown PassthroughCluster unknown'],
    destination: [],
  },
  {
    cause: 'a host that nobody registered, blocked',
    told: { host: 'api.example.com', objects: [mesh('REGISTRY_ONLY')] },
    source: ['502 - unknown BlackHoleCluster unknown'],
    destination: [],
    within: 1,
  },
  {
    cause: 'an answer of the route itself',
    told: { objects: [pairRule('VirtualService server', { hosts: ['server'], http: [{ directResponse: { status: 204 } }] })] },
    source: ['204 - unknown server unknown'],
    destination: [],
    within: 1,
  },
];

describe('what is written about each cause', () => {
  it.each(rows.map((row) => ({ cause: row.cause, row })))('$cause', ({ row }) => {
    const timeline = pair(row.told, row.conditions);
    const flows = [...(timeline.epochAt(start + (row.atMs ?? 0))?.solution.flows.values() ?? [])];
    expect(source(flows).sort()).toEqual([...row.source].sort());
    expect(destination(flows).sort()).toEqual([...row.destination].sort());
    for (const { parts } of flows) expect(parts[0]?.rates[0]).toBeGreaterThan(0);
    const mean = Math.max(0, ...flows.filter(isRefusal).flatMap(({ parts }) => parts.map(({ duration }) => duration.mean)));
    expect(mean).toBeLessThanOrEqual(row.within ?? Infinity);
  });

  it.each(rows.map((row) => ({ cause: row.cause, row })))(
    '$cause: callers never know of encryption, and both always know themselves',
    ({ row }) => {
      const flows = pair(row.told, row.conditions).latest()?.solution.flows.values() ?? [];
      const seen = [...flows].map(({ labels }) =>
        labels['reporter'] === 'source'
          ? [labels['connection_security_policy'], labels['source_workload']]
          : [labels['reporter'], labels['destination_workload']],
      );
      const pairs = [
        ['unknown', 'client'],
        ['destination', 'server-v1'],
      ];
      for (const one of seen) expect(pairs).toContainEqual(one);
    },
  );

  it('a mirrored request: the called side alone', () => {
    const mirror = { mirror: { host: 'server', subset: 'v2' }, route: [{ destination: { host: 'server', subset: 'v1' } }] };
    const versions = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }));
    const objects = [routeToServer(mirror), pairRule('DestinationRule server', { host: 'server', subsets: versions })];
    const flows = [
      ...(pair({ servers: { 'server-v1': 1, 'server-v2': 1 }, objects })
        .latest()
        ?.solution.flows.values() ?? []),
    ];
    const ends = flows.map(({ labels }) => `${labels['reporter']} ${labels['destination_workload']}`);
    expect(ends.sort()).toEqual(['destination server-v1', 'destination server-v2', 'source server-v1']);
  });

  it('a connection that nobody took: opened and closed, and nothing in it', () => {
    const objects = [pairRule('AuthorizationPolicy deny', { ...app, action: 'DENY', rules: [{}] })];
    const flows = [...(pair({ protocol: 'tcp', objects }).latest()?.solution.flows.values() ?? [])];
    expect(flows).toHaveLength(2);
    for (const { parts } of flows) expect([parts[0]?.request.mean, parts[0]?.response.mean]).toEqual([0, 0]);
  });
});
