import type { KubeObject } from '@vigla/contract/objects';
import type { AppModel, Operation, Root } from '../app-model.ts';
import type { Conditions, LoadFactors } from '../conditions.ts';
import { createTimeline, type Timeline } from '../timeline.ts';
import type { TrueEdge } from '../truth.ts';

/** A mesh of one caller and one service: as little as there can be to look at one thing. */
export interface Pair {
  readonly callerPods?: number;
  /** Pods of each workload behind the service. Default: one workload `server-v1` of two pods. */
  readonly servers?: Readonly<Record<string, number>>;
  readonly perSecond?: number;
  readonly protocol?: 'http' | 'grpc' | 'tcp';
  /** What the caller asks for. Default: `server`. */
  readonly host?: string;
  /** By server; what is not said is fast and good. */
  readonly behaviours?: Readonly<Record<string, Partial<Operation>>>;
  readonly objects?: readonly KubeObject[];
}

export const second = 1000;
export const start = Date.UTC(2026, 2, 1, 12);
const created = '2026-01-01T00:00:00Z';

/** A workload with a proxy and its pods; `server-v1` is version v1 of app server. */
function deployed(name: string, count: number): readonly KubeObject[] {
  const [, app = name, version] = /^(.*)-(v\d+)$/.exec(name) ?? [];
  const labels = { app, ...(version && { version }) };
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-7c`, uid: `set-${name}` };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name, uid: `deployment-${name}` };
  const meta = { namespace: 'shop', creationTimestamp: created };
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, ...meta, labels }, spec: { template: { metadata: { labels } } } },
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: owner.name, ...meta, uid: owner.uid, ownerReferences: [deployment] } },
    ...Array.from({ length: count }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${name}-7c-${index}`, ...meta, uid: `${name}-${index}`, labels, ownerReferences: [owner] },
      spec: { containers: [{ name: app }, { name: 'istio-proxy', args: ['proxy', 'sidecar'] }] },
      status: { podIP: `10.${name.length}.0.${index + 1}`, conditions: [{ type: 'Ready', status: 'True' }] },
    })),
  ];
}

const service = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'server', namespace: 'shop' },
  spec: { selector: { app: 'server' }, ports: [{ name, port: 80 }] },
});

const groups: Readonly<Record<string, string>> = {
  DestinationRule: 'networking.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
};

/** A mesh object of the pair's namespace: `DestinationRule server`. */
export function pairRule(what: string, spec: Readonly<Record<string, unknown>>): KubeObject {
  const [kind = '', name = ''] = what.split(' ');
  return {
    apiVersion: groups[kind] ?? 'security.istio.io/v1',
    kind,
    metadata: { name, namespace: 'shop', creationTimestamp: created },
    spec,
  };
}

/** A rule for the service as a whole. */
export const toServer = (trafficPolicy: object): KubeObject => pairRule('DestinationRule server', { host: 'server', trafficPolicy });

/** A route to the service with retries or what else is said. */
export const routeToServer = (http: object): KubeObject =>
  pairRule('VirtualService server', { hosts: ['server'], http: [{ route: [{ destination: { host: 'server' } }], ...http }] });

/** A local rate limit as it is usually written. */
export const limitedTo = (tokenBucket: object, context = 'SIDECAR_INBOUND', app = 'server'): KubeObject => {
  const all = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  const typed_config = { '@type': 'x.LocalRateLimit', token_bucket: tokenBucket, filter_enabled: all, filter_enforced: all };
  return pairRule('EnvoyFilter limit', {
    workloadSelector: { labels: { app } },
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        match: { context },
        patch: { operation: 'INSERT_BEFORE', value: { name: 'envoy.filters.http.local_ratelimit', typed_config } },
      },
    ],
  });
};

/** The objects of a pair. */
export const pairObjects = ({
  callerPods = 2,
  servers = { 'server-v1': 2 },
  objects = [],
  protocol = 'http',
}: Pair): readonly KubeObject[] => [
  ...deployed('client', callerPods),
  ...Object.entries(servers).flatMap(([name, count]) => deployed(name, count)),
  service(protocol),
  ...objects,
];

/** What runs in a pair. */
export function pairModel({
  host = 'server',
  perSecond = 10,
  protocol = 'http',
  servers = { 'server-v1': 2 },
  behaviours = {},
}: Pair): AppModel {
  const usual: Operation = {
    path: '/',
    latencyMs: { median: 10, spread: 0 },
    responseBytes: { median: 100, spread: 0 },
    failures: [],
    calls: [],
  };
  const root: Root = {
    id: 'load',
    from: { kind: 'workload', workload: 'shop/client' },
    call: { host, port: 80, protocol, method: 'GET', path: '/', headers: {} },
    requestBytes: { median: 100, spread: 0 },
    requestsPerSecond: perSecond,
    waves: [],
  };
  return {
    roots: [root],
    behaviours: new Map(Object.keys(servers).map((name) => [`shop/${name}`, [{ ...usual, ...behaviours[name] }]])),
    handsOn: [],
  };
}

/** A pair that runs from `start` on. */
export function pair(told: Pair, conditions?: Conditions, load?: LoadFactors, seed = 3): Timeline {
  const timeline = createTimeline({ model: pairModel(told), seed, startMs: start, scrapeMs: 5000 });
  timeline.configure(start, pairObjects(told), conditions, load);
  return timeline;
}

/** Rates by what one side reports: `source server-v1 200 -`. */
export function tally(edges: readonly TrueEdge[]): Readonly<Record<string, number>> {
  const rates: Record<string, number> = {};
  for (const { reporter, destination, code, flags, requestsPerSecond } of edges) {
    const name = `${reporter} ${destination.workload} ${code} ${flags}`;
    rates[name] = (rates[name] ?? 0) + requestsPerSecond;
  }
  return rates;
}
