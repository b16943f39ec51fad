import type { KubeObject } from '@vigla/contract/objects';
import { durationMs, labels, number, selects, text, tree, trees, type Tree } from './read.ts';
import { byAge, reference, type Reference, type Unsupported } from './reference.ts';
import type { Workload } from './workloads.ts';

/** Which requests of a proxy a limit counts: those that come to its workload, those its workload makes, or those at a gateway. */
export type LimitSide = 'inbound' | 'outbound' | 'gateway';

/** A bucket of tokens that each proxy keeps for itself: a request takes one, and is answered 429 where there is none. */
export interface RateLimit {
  readonly object: Reference;
  /** Tells limits of one object apart. */
  readonly key: string;
  readonly side: LimitSide;
  /** Null: all ports. */
  readonly port: number | null;
  readonly maxTokens: number;
  readonly tokensPerFill: number;
  readonly fillMs: number;
  /** The share of requests that the limit looks at and holds to account, 0..1. */
  readonly enforced: number;
  readonly code: number;
}

/** The limits that the proxies of a workload keep. */
export type RateLimits = (workload: Workload) => readonly RateLimit[];

const filterName = 'envoy.filters.http.local_ratelimit';
const sides: Readonly<Record<string, LimitSide>> = { SIDECAR_INBOUND: 'inbound', SIDECAR_OUTBOUND: 'outbound', GATEWAY: 'gateway' };

interface Filter {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly limits: readonly RateLimit[];
}

/**
 * Reads the local rate limits of EnvoyFilters: of the HTTP filter itself, or of a virtual host or route.
 *
 * Source: Istio task "Enabling Rate Limits using Envoy", local rate limit; Envoy reference, LocalRateLimit. All other patches
 * are reported. A limit of one named route is taken for a limit of its virtual host and reported as such.
 */
export function readRateLimits(objects: readonly KubeObject[], root: string, report: (one: Unsupported) => void): RateLimits {
  const filters = objects
    .filter(({ kind }) => kind === 'EnvoyFilter')
    .sort(byAge)
    .map((object) => readFilter(object, (path, detail) => report({ object: reference(object), path, detail })));
  return (workload) =>
    filters
      .filter(({ namespace, selector }) => (namespace === root || namespace === workload.namespace) && selects(selector, workload.labels))
      .flatMap(({ limits }) => limits.filter(({ side }) => (side === 'gateway') === (workload.proxy === 'gateway')));
}

type Tell = (path: string, detail: string) => void;

function readFilter(object: KubeObject, tell: Tell): Filter {
  const spec = tree(object.spec);
  for (const field of Object.keys(spec)) {
    if (!['workloadSelector', 'configPatches', 'priority'].includes(field)) tell(`spec.${field}`, 'is not followed');
  }
  return {
    namespace: object.metadata.namespace ?? '',
    selector: labels(tree(spec['workloadSelector'])['labels']),
    limits: trees(spec['configPatches']).flatMap((patch, index) =>
      readPatch(patch, { object, path: `spec.configPatches[${index}]`, tell }),
    ),
  };
}

function readPatch(patch: Tree, { object, path, tell }: { object: KubeObject; path: string; tell: Tell }): readonly RateLimit[] {
  const settings = settingsOf(patch);
  if (!settings) {
    tell(path, 'is not followed: of EnvoyFilters only local rate limits are');
    return [];
  }
  const bucket = tree(settings['token_bucket']);
  const maxTokens = number(bucket['max_tokens']);
  const fillMs = durationMs(bucket['fill_interval']);
  // A filter without a bucket is there for the routes that have one.
  if (!maxTokens || !fillMs) return [];
  const match = tree(patch['match']);
  const route = tree(tree(tree(match['routeConfiguration'])['vhost'])['route']);
  if (text(route['name']) !== undefined)
    tell(`${path}.match.routeConfiguration.vhost.route`, 'is not told apart: the limit holds for all routes');
  const made = {
    object: reference(object),
    key: `${object.metadata.namespace ?? ''}/${object.metadata.name}#${path}`,
    port: portOf(match),
    maxTokens,
    tokensPerFill: number(bucket['tokens_per_fill']) ?? 1,
    fillMs,
    enforced: shareOf(settings['filter_enabled']) * shareOf(settings['filter_enforced']),
    code: number(tree(settings['status'])['code']) ?? 429,
  };
  const context = sides[text(match['context']) ?? 'ANY'];
  return (context ? [context] : Object.values(sides)).map((side) => ({ ...made, side }));
}

/** The limit's own settings, whichever of the known places they stand in; undefined for another kind of patch. */
function settingsOf(patch: Tree): Tree | undefined {
  const { operation, value } = tree(patch['patch']);
  const on = text(patch['applyTo']);
  if (on === 'HTTP_FILTER' && /^(INSERT_|ADD)/.test(text(operation) ?? '')) {
    return text(tree(value)['name']) === filterName ? unwrap(tree(tree(value)['typed_config'])) : undefined;
  }
  if ((on === 'HTTP_ROUTE' || on === 'VIRTUAL_HOST') && operation === 'MERGE') {
    const own = tree(tree(value)['typed_per_filter_config'])[filterName];
    return own === undefined ? undefined : unwrap(tree(own));
  }
  return undefined;
}

/** Settings may stand in a wrapper that names their type. */
const unwrap = (config: Tree): Tree => (text(config['@type'])?.endsWith('TypedStruct') ? tree(config['value']) : config);

/** `inbound|http|9080` names the port of a virtual host; listeners name theirs. */
function portOf(match: Tree): number | null {
  const vhost = text(tree(tree(match['routeConfiguration'])['vhost'])['name']) ?? '';
  const named = /^inbound\|http\|(\d+)$/.exec(vhost)?.[1] ?? /:(\d+)$/.exec(vhost)?.[1];
  return number(named) ?? number(tree(match['listener'])['portNumber']) ?? null;
}

const denominators: Readonly<Record<string, number>> = { HUNDRED: 100, TEN_THOUSAND: 10_000, MILLION: 1_000_000 };

/** Source: Envoy reference, LocalRateLimit: without it the filter is off, and without it nothing is enforced. Unverified on a real proxy. */
function shareOf(fraction: unknown): number {
  const { numerator, denominator } = tree(tree(fraction)['default_value']);
  return Math.min(1, (number(numerator) ?? 0) / (denominators[text(denominator) ?? 'HUNDRED'] ?? 100));
}
