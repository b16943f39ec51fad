import type { KubeObject } from '@vigla/contract/objects';
import { closeness, covers, fullHost } from './hosts.ts';
import { isTree, labels, number, text, texts, tree, trees, type Tree } from './read.ts';
import { byAge, reference, type Reference, type Unsupported } from './reference.ts';

/** How the caller's proxy opens connections. `auto`: by what each endpoint can do. */
export type ClientTls = 'auto' | 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

interface Policy {
  readonly tls: ClientTls | null;
  readonly ports: ReadonlyMap<number, ClientTls | null>;
}

/** A DestinationRule as proxies understand it. */
export interface DestinationRule {
  readonly object: Reference;
  readonly namespace: string;
  readonly host: string;
  readonly exportTo: readonly string[];
  readonly policy: Policy;
  readonly subsets: ReadonlyMap<string, { readonly labels: Readonly<Record<string, string>>; readonly policy: Policy }>;
}

const modes = new Set(['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']);

/**
 * Reads all DestinationRules. Rules of one namespace for the same host are one rule: subsets add up, the first of a
 * name stands, and the oldest rule that has a policy decides it.
 */
export function readDestinationRules(
  objects: readonly KubeObject[],
  report: (unsupported: Unsupported) => void,
): readonly DestinationRule[] {
  const merged = new Map<string, DestinationRule>();
  for (const object of objects.filter(({ kind }) => kind === 'DestinationRule').sort(byAge)) {
    const rule = readRule(object, report);
    const key = `${rule.namespace} ${rule.host}`;
    const older = merged.get(key);
    const policy = older && (older.policy.tls !== null || older.policy.ports.size > 0) ? older.policy : rule.policy;
    merged.set(key, older ? { ...older, policy, subsets: new Map([...rule.subsets, ...older.subsets]) } : rule);
  }
  return [...merged.values()];
}

/**
 * The one rule a caller follows for a host: of the caller's namespace, else of the service's, else of the root.
 * A match in an earlier place hides the later ones, even if it says less.
 */
export function ruleFor(
  rules: readonly DestinationRule[],
  host: string,
  places: { caller: string; service: string; root: string },
): DestinationRule | undefined {
  const order = [places.caller === places.root ? [] : [places.caller], [places.service], [places.root]].flat();
  for (const namespace of order) {
    const fitting = rules.filter((rule) => rule.namespace === namespace && covers(rule.host, host) && exported(rule, places.caller));
    const closest = fitting.sort((a, b) => closeness(b.host) - closeness(a.host))[0];
    if (closest) return closest;
  }
  return undefined;
}

/** The client's TLS for a subset and port: the closest of subset and port, subset, port, host. */
export function clientTls(rule: DestinationRule | undefined, subset: string | null, port: number): ClientTls {
  const own = subset === null ? undefined : rule?.subsets.get(subset)?.policy;
  // A port's settings replace those of the host as a whole, so a port without TLS settings goes back to auto.
  if (own?.ports.has(port)) return own.ports.get(port) ?? 'auto';
  if (own?.tls) return own.tls;
  if (rule?.policy.ports.has(port)) return rule.policy.ports.get(port) ?? 'auto';
  return rule?.policy.tls ?? 'auto';
}

const exported = ({ exportTo, namespace }: DestinationRule, caller: string): boolean =>
  exportTo.length === 0 || exportTo.some((to) => to === '*' || to === caller || (to === '.' && namespace === caller));

function readRule(object: KubeObject, report: (unsupported: Unsupported) => void): DestinationRule {
  const namespace = object.metadata.namespace ?? '';
  const spec = tree(object.spec);
  const tell = (path: string, detail: string): void => report({ object: reference(object), path, detail });
  if (isTree(spec['workloadSelector'])) tell('spec.workloadSelector', 'is not followed: the rule is taken to hold for all callers');
  const subsets = trees(spec['subsets']).flatMap((subset, index) => {
    const name = text(subset['name']);
    const policy = readPolicy(tree(subset['trafficPolicy']), `spec.subsets[${index}].trafficPolicy`, tell);
    return name === undefined ? [] : [[name, { labels: labels(subset['labels']), policy }] as const];
  });
  return {
    object: reference(object),
    namespace,
    host: fullHost(text(spec['host']) ?? '', namespace),
    exportTo: texts(spec['exportTo']),
    policy: readPolicy(tree(spec['trafficPolicy']), 'spec.trafficPolicy', tell),
    subsets: firstOfEach(subsets),
  };
}

/** Of several subsets with one name the first stands. */
function firstOfEach<V>(pairs: readonly (readonly [string, V])[]): ReadonlyMap<string, V> {
  const first = new Map<string, V>();
  for (const [name, value] of pairs) if (!first.has(name)) first.set(name, value);
  return first;
}

function readPolicy(policy: Tree, path: string, tell: (path: string, detail: string) => void): Policy {
  for (const field of Object.keys(policy)) {
    if (field !== 'tls' && field !== 'portLevelSettings') tell(`${path}.${field}`, 'does not limit or steer traffic here yet');
  }
  const ports = trees(policy['portLevelSettings']).flatMap((settings) => {
    const port = number(tree(settings['port'])['number']);
    return port === undefined ? [] : [[port, readTls(settings['tls'])] as const];
  });
  return { tls: readTls(policy['tls']), ports: new Map(ports) };
}

function readTls(tls: unknown): ClientTls | null {
  if (!isTree(tls)) return null;
  const mode = text(tls['mode']);
  // A block without a mode is the first of the enumeration.
  return mode === undefined ? 'DISABLE' : isMode(mode) ? mode : null;
}

const isMode = (mode: string): mode is Exclude<ClientTls, 'auto'> => modes.has(mode);
