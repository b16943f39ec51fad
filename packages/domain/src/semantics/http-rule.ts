import { grpcStatusOf, httpCodeOf } from './grpc-status.ts';
import { fullHost } from './hosts.ts';
import { durationMs, isTree, number, text, tree, trees, type Tree } from './read.ts';
import type { Reference } from './reference.ts';
import { readRetry, type Retry } from './retry.ts';
import { readRewrite } from './rewrite.ts';
import { compileMatch, type CompiledMatch } from './route-match.ts';
import type { Fault, RouteRule, RouteTarget } from './route-rule.ts';

/** Where a rule stands, and what it does where it says nothing. */
export interface RulePlace {
  readonly object: Reference;
  readonly path: string;
  readonly namespace: string;
  readonly retry: Retry;
  readonly tell: Tell;
}

/** Reports a part of a rule that is not followed; `path` is relative to the rule. */
export type Tell = (path: string, detail: string) => void;

const followed = new Set([
  'name',
  'match',
  'route',
  'redirect',
  'directResponse',
  'delegate',
  'fault',
  'timeout',
  'retries',
  'mirror',
  'mirrors',
  'mirrorPercentage',
  'mirror_percent',
  'rewrite',
  'headers',
]);

/** Reads a rule of `http`; what cannot be followed is reported, not skipped in silence. */
export function readHttpRule(rule: Tree, { object, path, namespace, retry, tell }: RulePlace): RouteRule {
  for (const field of Object.keys(rule)) if (!followed.has(field)) tell(field, 'is not followed');
  for (const field of ['backoff', 'retryRemoteLocalities', 'retryIgnorePreviousHosts']) {
    if (tree(rule['retries'])[field] !== undefined) tell(`retries.${field}`, 'is not followed');
  }
  return {
    object,
    path,
    name: text(rule['name']) ?? null,
    matches: readMatches(rule, { path, namespace, tell }),
    action: readAction(rule, namespace, tell),
    fault: readFault(tree(rule['fault']), tell),
    timeoutMs: durationMs(rule['timeout']) || null,
    retry: readRetry(rule['retries'], retry),
    mirrors: readMirrors(rule, namespace),
    rewrite: readRewrite(rule, tell),
  };
}

/** Reads a rule of `tcp` or `tls`: where connections go. */
export function readConnectionRule(rule: Tree, { object, path, namespace, tell }: RulePlace): RouteRule {
  const matches = readMatches(rule, { path, namespace, tell }, true);
  const action = { kind: 'route', targets: readTargets(rule['route'], namespace) } as const;
  const retry: Retry = { attempts: 0, on: [], perTryMs: null };
  return { object, path, name: null, matches, action, fault: null, timeoutMs: null, retry, mirrors: [], rewrite: null };
}

function readMatches(
  rule: Tree,
  { path, namespace, tell }: Omit<RulePlace, 'object' | 'retry'>,
  connection = false,
): readonly CompiledMatch[] {
  return trees(rule['match']).map((match, index) => {
    const compiled = compileMatch(match, { path: `${path}.match[${index}]`, namespace, connection });
    for (const [field, reason] of compiled.unsupported) tell(`match[${index}].${field}`, reason);
    return compiled;
  });
}

function readAction(rule: Tree, namespace: string, tell: Tell): RouteRule['action'] {
  if (isTree(rule['redirect'])) return { kind: 'direct', code: number(rule['redirect']['redirectCode']) ?? 301 };
  if (isTree(rule['directResponse'])) return { kind: 'direct', code: number(rule['directResponse']['status']) ?? 200 };
  trees(rule['route']).forEach((entry, index) => {
    if (isTree(tree(entry['headers'])['request'])) tell(`route[${index}].headers.request`, 'is not followed: only those of the rule are');
  });
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
  return {
    host: fullHost(text(host) ?? '', namespace),
    subset: text(subset) ?? null,
    port: number(tree(port)['number']) ?? null,
    weight,
    refused: false,
    missingCode: 503,
  };
}

const share = (percentage: unknown, fallback: number): number =>
  Math.min(100, Math.max(0, number(tree(percentage)['value']) ?? fallback)) / 100;

function readFault(fault: Tree, tell: Tell): Fault | null {
  const { abort, delay } = fault;
  if (!isTree(abort) && !isTree(delay)) return null;
  const grpc = grpcStatusOf(tree(abort)['grpcStatus']);
  const code = number(tree(abort)['httpStatus']) ?? (grpc === undefined ? undefined : httpCodeOf(grpc));
  const delayMs = durationMs(tree(delay)['fixedDelay']);
  if (isTree(abort) && code === undefined) tell('fault.abort', 'only httpStatus and grpcStatus are followed');
  if (isTree(delay) && delayMs === undefined) tell('fault.delay', 'only fixedDelay is followed');
  return {
    abortShare: code === undefined ? 0 : share(tree(abort)['percentage'], 0),
    abortCode: code ?? 0,
    abortGrpcStatus: grpc ?? null,
    delayShare: delayMs === undefined ? 0 : share(tree(delay)['percentage'] ?? { value: tree(delay)['percent'] }, 0),
    delayMs: delayMs ?? 0,
  };
}

function readMirrors(rule: Tree, namespace: string): RouteRule['mirrors'] {
  const single = isTree(rule['mirror'])
    ? [
        {
          target: readTarget(rule['mirror'], namespace, 1),
          share: share(rule['mirrorPercentage'] ?? { value: rule['mirror_percent'] }, 100),
        },
      ]
    : [];
  const several = trees(rule['mirrors']).map((mirror) => ({
    target: readTarget(mirror['destination'], namespace, 1),
    share: share(mirror['percentage'], 100),
  }));
  return [...single, ...several];
}
