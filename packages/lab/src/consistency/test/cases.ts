import type { KubeObject } from '@vigla/contract/objects';
import { createTimeline, type Condition, type Conditions, type Timeline } from '../../flow/index.ts';
import { bookinfo, findScenario, scenarioNames, type Scenario } from '../../scenarios/index.ts';
import { stories, tellPast, type Story, type Told } from '../../stories/index.ts';

/** The only now of these tests. */
export const noon = Date.UTC(2026, 2, 1, 12);
export const minute = 60_000;

/** A mesh with a past: every law of consistency must hold for each. */
export interface Case {
  readonly name: string;
  readonly scenario: Scenario;
  /** How it came to be as it is at noon. */
  readonly past: (seed: number) => readonly Told[];
  /** How requests on some edge end because of it, as code and flags. */
  readonly shows: readonly string[];
  /** How long requests are looked at before noon: ten a second are followed. */
  readonly seconds: number;
}

const startMs = noon - 30 * minute;

/** Tells a past otherwise. */
export type Retelling = (past: readonly Told[]) => readonly Told[];

/** A timeline of a case that has run for half an hour when noon comes. */
export function running({ scenario, past }: Pick<Case, 'scenario' | 'past'>, seed = 7, retold: Retelling = (all) => all): Timeline {
  const timeline = createTimeline({ model: scenario.model, seed, startMs, scrapeMs: 5000 });
  const all = past(seed);
  const first = all.findLastIndex(({ atMs }) => atMs <= startMs);
  for (const { atMs, objects, conditions, load } of retold(all.slice(Math.max(0, first))))
    timeline.configure(Math.max(atMs, startMs), objects, conditions, load);
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

const groups: Readonly<Record<string, string>> = {
  VirtualService: 'networking',
  DestinationRule: 'networking',
  EnvoyFilter: 'networking',
  Telemetry: 'telemetry',
};

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

/** Long enough for five thousand requests at ten a second. */
const long = 540;
/** Long enough for a thousand, where load is low just then. */
const short = 130;

/** A cluster that has been so, and in such a condition, all the time. */
const always = (
  scenario: Scenario,
  change: (objects: readonly KubeObject[]) => readonly KubeObject[],
  conditions: Conditions = new Map(),
): Pick<Case, 'scenario' | 'past' | 'seconds'> => ({
  scenario,
  seconds: long,
  past: (seed) => [{ atMs: startMs, objects: change(objectsOf(scenario, seed)), conditions }],
});

const bookshop = (name: string, shows: string, ...objects: readonly KubeObject[]): Case => ({
  name,
  shows: [shows],
  ...always(bookinfo, put(...objects)),
});

/** The book shop in which a workload is not well. */
const ailing = (
  [name, shows]: readonly [name: string, shows: string],
  [workload, condition]: readonly [string, Condition],
  ...objects: readonly KubeObject[]
): Case => ({ name, shows: [shows], ...always(bookinfo, put(...objects), new Map([[workload, condition]])) });

const onlyV2 = { route: [{ destination: { host: 'ratings', subset: 'v2' } }] };

/** So many tokens a second for the requests of an app, on one side of its proxy. */
function limit(app: string, context: string, tokens: number): KubeObject {
  const all = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  const typed_config = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
    stat_prefix: 'limit',
    token_bucket: { max_tokens: tokens, tokens_per_fill: tokens, fill_interval: '1s' },
    filter_enabled: all,
    filter_enforced: all,
  };
  const value = { name: 'envoy.filters.http.local_ratelimit', typed_config };
  return rule(`EnvoyFilter limit-${app}`, {
    workloadSelector: { labels: { app } },
    configPatches: [{ applyTo: 'HTTP_FILTER', match: { context }, patch: { operation: 'INSERT_BEFORE', value } }],
  });
}

/** The book shop whose reviews fail when they get no stars, and ask for them one and a half times. */
const strictShop: Scenario = {
  ...bookinfo,
  model: {
    ...bookinfo.model,
    behaviours: new Map(
      [...bookinfo.model.behaviours].map(([key, operations]) => [
        key,
        operations.map((operation) => ({
          ...operation,
          calls: operation.calls.map((call) => (call.host === 'ratings' ? { ...call, required: true, perRequest: 1.5 } : call)),
        })),
      ]),
    ),
  },
};

/** Everything that is known to change what proxies report. */
const changes: readonly Case[] = [
  bookshop('the book shop as it is', '200 -'),
  bookshop(
    'faults: half is delayed, a fifth aborted',
    '418 DI,FI',
    virtual('details', {
      fault: { delay: { fixedDelay: '400ms', percentage: { value: 50 } }, abort: { httpStatus: 418, percentage: { value: 20 } } },
    }),
  ),
  bookshop('a subset that nobody defined', '503 NC', virtual('details', { route: [{ destination: { host: 'details', subset: 'v9' } }] })),
  bookshop(
    'a policy that denies one caller',
    '403 -',
    rule('AuthorizationPolicy nobody', { ...to('ratings'), action: 'DENY', rules: [{}] }),
  ),
  bookshop(
    'plain text where mTLS is a must',
    '503 UC',
    rule('PeerAuthentication details', { ...to('details'), mtls: { mode: 'STRICT' } }),
    rule('DestinationRule details', { host: 'details', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
  ),
  bookshop(
    'mTLS where it is not spoken, tried again in vain',
    '503 UF,URX',
    rule('PeerAuthentication details', { ...to('details'), mtls: { mode: 'DISABLE' } }),
    rule('DestinationRule details', { host: 'details', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
  ),
  ailing(
    ['retries of a service that often fails', '503 URX'],
    ['bookinfo/ratings-v2', { failures: [{ code: 503, share: 0.3 }] }],
    virtual('ratings', { ...onlyV2, retries: { attempts: 2, retryOn: '5xx' } }),
  ),
  ailing(
    ['repetitions that there is no room for', '503 UO'],
    ['bookinfo/ratings-v2', { failures: [{ code: 503, share: 0.5 }], latencyFactor: 20 }],
    virtual('ratings', { ...onlyV2, retries: { attempts: 2, retryOn: '5xx' } }),
    rule('DestinationRule ratings', {
      host: 'ratings',
      subsets: [{ name: 'v2', labels: { version: 'v2' } }],
      trafficPolicy: { connectionPool: { http: { maxRetries: 1 } } },
    }),
  ),
  bookshop('a route that waits less than some answers need', '504 UT', virtual('reviews', { timeout: '8ms' })),
  bookshop('no route for what is asked', '404 NR', virtual('details', { match: [{ uri: { exact: '/x' } }] })),
  bookshop(
    'one connection and one waiting place',
    '503 UO',
    rule('DestinationRule reviews', {
      host: 'reviews',
      subsets: ['v1', 'v2', 'v3'].map((version) => ({ name: version, labels: { version } })),
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } },
    }),
  ),
  bookshop(
    'copies of half of the requests',
    '200 -',
    virtual('details', { mirror: { host: 'ratings', port: { number: 9080 } }, mirrorPercentage: { value: 50 } }),
  ),
  {
    ...bookshop(
      'copies of requests, of which a third is aborted',
      '418 FI',
      virtual('details', {
        mirror: { host: 'ratings', port: { number: 9080 } },
        fault: { abort: { httpStatus: 418, percentage: { value: 33 } } },
      }),
    ),
    seconds: short,
  },
  {
    ...ailing(
      ['a delay that leaves a slow server little of what its caller waits', '0 DI,DC'],
      ['bookinfo/details-v1', { latencyFactor: 25 }],
      virtual('details', { fault: { delay: { fixedDelay: '2900ms', percentage: { value: 10 } } } }),
    ),
    seconds: short,
  },
  bookshop('a server that has too few tokens', '429 RL', limit('details', 'SIDECAR_INBOUND', 12)),
  bookshop('a caller that has too few tokens', '429 RL', limit('reviews', 'SIDECAR_OUTBOUND', 2)),
  ailing(
    ['endpoints that are left out for failing', '500 -'],
    ['bookinfo/ratings-v2', { failures: [{ code: 500, share: 0.5 }], latencyFactor: 3 }],
    rule('DestinationRule ratings', {
      host: 'ratings',
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3, interval: '5s', baseEjectionTime: '30s', maxEjectionPercent: 50 } },
    }),
  ),
  {
    name: 'an application that fails with what it needs',
    shows: ['500 FI'],
    ...always(strictShop, put(virtual('ratings', { fault: { abort: { httpStatus: 500, percentage: { value: 20 } } } }))),
  },
  {
    name: 'a database without pods',
    shows: ['500 -'],
    ...always(bookinfo, (objects) => objects.filter(({ kind, metadata }) => kind !== 'Pod' || !metadata.name.startsWith('mysqldb-v1'))),
  },
];

/** Every scenario there is, as it is told; generated ones small. */
const scenarios: readonly Case[] = scenarioNames.map((name): Case => {
  const id = name.replace('NAMESPACES', '12').replace('N', '100');
  const scenario = findScenario(id, 7);
  return {
    name: `the scenario ${id}`,
    scenario,
    shows: ['200 -'],
    seconds: short,
    past: (seed) => scenario.moments({ nowMs: noon, seed }),
  };
});

/** Every story there is, which began six minutes before noon. */
const told = stories.map((story: Story): Case => {
  const scenario = findScenario(story.scenario, 7);
  return {
    name: `the story ${story.id}`,
    scenario,
    shows: [...new Set(story.expected.symptoms.map(({ code, flags }) => `${code} ${flags}`))],
    seconds: short,
    past: (seed) => tellPast(scenario.moments({ nowMs: noon, seed }), story, { beginMs: noon - 6 * minute, seed }),
  };
});

/** Scenarios and stories are here by themselves: whoever adds one adds it to its own list. */
export const cases: readonly Case[] = [...changes, ...scenarios, ...told];
