import type { KubeObject } from '@vigla/contract/objects';
import { fullHost } from './hosts.ts';
import { durationMs, isTree, number, text, texts, tree, trees, type Tree } from './read.ts';
import { reference, type Reference, type Unsupported } from './reference.ts';
import { compileMatch, type CompiledMatch } from './route-match.ts';

/** Where a share of requests is sent. `weight` is relative to its siblings. */
export interface RouteTarget {
  readonly host: string;
  readonly subset: string | null;
  readonly port: number | null;
  readonly weight: number;
}

/** A fault that the caller's proxy makes. Units: shares 0..1. Abort and delay are drawn independently. */
export interface Fault {
  readonly abortShare: number;
  readonly abortCode: number;
  readonly delayShare: number;
  readonly delayMs: number;
}

/** How often and for what a failed attempt is repeated. `perTryMs` null: as long as the route allows. */
export interface Retry {
  readonly attempts: number;
  readonly on: readonly string[];
  readonly perTryMs: number | null;
}

/** A rule of a VirtualService, first match wins. */
export interface HttpRule {
  readonly name: string | null;
  readonly matches: readonly CompiledMatch[];
  readonly action:
    | { readonly kind: 'route'; readonly targets: readonly RouteTarget[] }
    | { readonly kind: 'direct'; readonly code: number }
    | { readonly kind: 'refused' };
  readonly fault: Fault | null;
  readonly timeoutMs: number | null;
  readonly retry: Retry;
  readonly mirrors: readonly { readonly target: RouteTarget; readonly share: number }[];
}

export interface TcpRule {
  readonly matches: readonly CompiledMatch[];
  readonly targets: readonly RouteTarget[];
}

/** A VirtualService as proxies understand it. */
export interface VirtualService {
  readonly object: Reference;
  readonly namespace: string;
  readonly hosts: readonly string[];
  /** `mesh` or `namespace/name` of a Gateway. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly http: readonly HttpRule[];
  readonly tcp: readonly TcpRule[];
}

/** What proxies do where no route says otherwise. Source: Istio's default retry policy since 1.24. */
export const defaultRetry: Retry = {
  attempts: 2,
  on: ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', 'retriable-status-codes'],
  perTryMs: null,
};

const followed = new Set([
  'name',
  'match',
  'route',
  'redirect',
  'directResponse',
  'fault',
  'timeout',
  'retries',
  'mirror',
  'mirrors',
  'mirrorPercentage',
  'mirror_percent',
]);

/** Reads a VirtualService; what cannot be followed is reported, not skipped in silence. */
export function readVirtualService(object: KubeObject, report: (unsupported: Unsupported) => void): VirtualService {
  const namespace = object.metadata.namespace ?? '';
  const spec = tree(object.spec);
  const tell = (path: string, detail: string): void => report({ object: reference(object), path, detail });
  for (const field of Object.keys(spec)) {
    if (!['hosts', 'gateways', 'exportTo', 'http', 'tcp'].includes(field)) tell(`spec.${field}`, 'is not followed');
  }
  const gateways = texts(spec['gateways']);
  return {
    object: reference(object),
    namespace,
    hosts: texts(spec['hosts']).map((host) => fullHost(host, namespace)),
    gateways:
      gateways.length === 0 ? ['mesh'] : gateways.map((name) => (name === 'mesh' || name.includes('/') ? name : `${namespace}/${name}`)),
    exportTo: texts(spec['exportTo']),
    http: trees(spec['http']).map((rule, index) =>
      readHttp(rule, namespace, (path, detail) => tell(`spec.http[${index}].${path}`, detail)),
    ),
    tcp: trees(spec['tcp']).map((rule, index) => ({
      matches: readMatches(rule, (path, detail) => tell(`spec.tcp[${index}].${path}`, detail)),
      targets: readTargets(rule['route'], namespace),
    })),
  };
}

type Tell = (path: string, detail: string) => void;

function readHttp(rule: Tree, namespace: string, tell: Tell): HttpRule {
  for (const field of Object.keys(rule)) if (!followed.has(field)) tell(field, 'is not followed');
  return {
    name: text(rule['name']) ?? null,
    matches: readMatches(rule, tell),
    action: readAction(rule, namespace),
    fault: readFault(tree(rule['fault']), tell),
    timeoutMs: durationMs(rule['timeout']) || null,
    retry: readRetry(rule['retries']),
    mirrors: readMirrors(rule, namespace),
  };
}

function readMatches(rule: Tree, tell: Tell): readonly CompiledMatch[] {
  return trees(rule['match']).map((match, index) => {
    const compiled = compileMatch(match);
    for (const [field, reason] of compiled.unsupported) tell(`match[${index}].${field}`, reason);
    return compiled;
  });
}

function readAction(rule: Tree, namespace: string): HttpRule['action'] {
  if (isTree(rule['redirect'])) return { kind: 'direct', code: number(rule['redirect']['redirectCode']) ?? 301 };
  if (isTree(rule['directResponse'])) return { kind: 'direct', code: number(rule['directResponse']['status']) ?? 200 };
  if (rule['delegate'] !== undefined) return { kind: 'refused' };
  return { kind: 'route', targets: readTargets(rule['route'], namespace) };
}

/** With several destinations, those of weight 0 get nothing; a single one needs no weight. */
function readTargets(route: unknown, namespace: string): readonly RouteTarget[] {
  const entries = trees(route);
  const targets = entries.map((entry) =>
    readTarget(entry['destination'], namespace, entries.length === 1 ? 1 : (number(entry['weight']) ?? 0)),
  );
  return targets.filter(({ weight }) => weight > 0);
}

function readTarget(destination: unknown, namespace: string, weight: number): RouteTarget {
  const { host, subset, port } = tree(destination);
  return { host: fullHost(text(host) ?? '', namespace), subset: text(subset) ?? null, port: number(tree(port)['number']) ?? null, weight };
}

const share = (percentage: unknown, fallback: number): number =>
  Math.min(100, Math.max(0, number(tree(percentage)['value']) ?? fallback)) / 100;

function readFault(fault: Tree, tell: Tell): Fault | null {
  const { abort, delay } = fault;
  if (!isTree(abort) && !isTree(delay)) return null;
  const code = number(tree(abort)['httpStatus']);
  const delayMs = durationMs(tree(delay)['fixedDelay']);
  if (isTree(abort) && code === undefined) tell('fault.abort', 'only httpStatus is followed');
  if (isTree(delay) && delayMs === undefined) tell('fault.delay', 'only fixedDelay is followed');
  return {
    abortShare: code === undefined ? 0 : share(tree(abort)['percentage'], 0),
    abortCode: code ?? 0,
    delayShare: delayMs === undefined ? 0 : share(tree(delay)['percentage'], 0),
    delayMs: delayMs ?? 0,
  };
}

function readRetry(retries: unknown): Retry {
  if (!isTree(retries)) return defaultRetry;
  const on = text(retries['retryOn']);
  return {
    attempts: Math.min(25, Math.max(0, number(retries['attempts']) ?? 0)),
    on: on ? on.split(',').map((condition) => condition.trim()) : defaultRetry.on,
    perTryMs: durationMs(retries['perTryTimeout']) ?? null,
  };
}

function readMirrors(rule: Tree, namespace: string): HttpRule['mirrors'] {
  const single = isTree(rule['mirror'])
    ? [{ target: readTarget(rule['mirror'], namespace, 1), share: share(rule['mirrorPercentage'], 100) }]
    : [];
  const several = trees(rule['mirrors']).map((mirror) => ({
    target: readTarget(mirror['destination'], namespace, 1),
    share: share(mirror['percentage'], 100),
  }));
  return [...single, ...several];
}
