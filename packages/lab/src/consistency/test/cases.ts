import type { KubeObject } from '@vigla/contract/objects';
import { createTimeline, type Conditions, type Timeline } from '../../flow/index.ts';
import { bookinfo, type Scenario } from '../../scenarios/index.ts';

/** The only now of these tests. */
export const noon = Date.UTC(2026, 2, 1, 12);
export const minute = 60_000;

/** A scenario and what is changed in it: every law of consistency must hold for each. */
export interface Case {
  readonly name: string;
  readonly scenario: Scenario;
  readonly change: (objects: readonly KubeObject[]) => readonly KubeObject[];
  readonly conditions?: Conditions;
}

/** A timeline of a case that has run for half an hour when noon comes. */
export function running({ scenario, change, conditions }: Case, seed = 7): Timeline {
  const timeline = createTimeline({ model: scenario.model, seed, startMs: noon - 30 * minute, scrapeMs: 5000 });
  timeline.configure(noon - 30 * minute, change(objectsOf(scenario, seed)), conditions);
  return timeline;
}

/** The cluster of a scenario as it is at noon. */
export const objectsOf = (scenario: Scenario, seed = 7): readonly KubeObject[] =>
  scenario.moments({ nowMs: noon, seed }).at(-1)?.objects ?? [];

/** Puts objects in, or in the place of those of the same name. */
export const put =
  (...given: readonly KubeObject[]) =>
  (objects: readonly KubeObject[]): readonly KubeObject[] => {
    const keyOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
    const keys = new Set(given.map(keyOf));
    return [...objects.filter((object) => !keys.has(keyOf(object))), ...given];
  };

const groups: Readonly<Record<string, string>> = { VirtualService: 'networking', DestinationRule: 'networking', Telemetry: 'telemetry' };

/** A mesh object of the book shop: `VirtualService reviews`. */
export function rule(what: string, spec: Readonly<Record<string, unknown>>): KubeObject {
  const [kind = '', name = ''] = what.split(' ');
  return {
    apiVersion: `${groups[kind] ?? 'security'}.istio.io/v1`,
    kind,
    metadata: { name, namespace: 'bookinfo', creationTimestamp: '2026-02-01T00:00:00Z' },
    spec,
  };
}

/** A VirtualService with one rule for a service of the book shop. */
export const virtual = (host: string, http: Readonly<Record<string, unknown>>): KubeObject =>
  rule(`VirtualService ${host}`, { hosts: [host], http: [{ route: [{ destination: { host } }], ...http }] });

const to = (app: string) => ({ selector: { matchLabels: { app } } });
const bookshop = (name: string, ...objects: readonly KubeObject[]): Case => ({ name, scenario: bookinfo, change: put(...objects) });
const onlyV2 = { route: [{ destination: { host: 'ratings', subset: 'v2' } }] };

/** Everything that is known to change what proxies report. Add scenarios and stories here. */
export const cases: readonly Case[] = [
  bookshop('the book shop as it is'),
  bookshop(
    'faults: half is delayed, a fifth aborted',
    virtual('details', {
      fault: { delay: { fixedDelay: '400ms', percentage: { value: 50 } }, abort: { httpStatus: 418, percentage: { value: 20 } } },
    }),
  ),
  bookshop('a subset that nobody defined', virtual('details', { route: [{ destination: { host: 'details', subset: 'v9' } }] })),
  bookshop('a policy that denies one caller', rule('AuthorizationPolicy nobody', { ...to('ratings'), action: 'DENY', rules: [{}] })),
  bookshop(
    'plain text where mTLS is a must',
    rule('PeerAuthentication details', { ...to('details'), mtls: { mode: 'STRICT' } }),
    rule('DestinationRule details', { host: 'details', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
  ),
  bookshop(
    'mTLS where it is not spoken, tried again in vain',
    rule('PeerAuthentication details', { ...to('details'), mtls: { mode: 'DISABLE' } }),
    rule('DestinationRule details', { host: 'details', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
  ),
  {
    ...bookshop('retries of a service that often fails', virtual('ratings', { ...onlyV2, retries: { attempts: 2, retryOn: '5xx' } })),
    conditions: new Map([['bookinfo/ratings-v2', { failures: [{ code: 503, share: 0.3 }] }]]),
  },
  bookshop('a route that waits less than some answers need', virtual('reviews', { timeout: '8ms' })),
  bookshop('no route for what is asked', virtual('details', { match: [{ uri: { exact: '/x' } }] })),
  bookshop(
    'one connection and one waiting place',
    rule('DestinationRule reviews', {
      host: 'reviews',
      subsets: ['v1', 'v2', 'v3'].map((version) => ({ name: version, labels: { version } })),
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } },
    }),
  ),
  {
    name: 'a database without pods',
    scenario: bookinfo,
    change: (objects) => objects.filter(({ kind, metadata }) => kind !== 'Pod' || !metadata.name.startsWith('mysqldb-v1')),
  },
];
