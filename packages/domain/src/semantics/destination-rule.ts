import type { KubeObject } from '@vigla/contract/objects';
import { defaultBalance, readBalance, type Balance } from './balance.ts';
import { defaultPool, readPool, type Pool } from './connection-pool.ts';
import { closeness, covers, fullHost } from './hosts.ts';
import { readOutlier, type Outlier } from './outlier-detection.ts';
import { isTree, labels, number, text, texts, tree, trees, type Tree } from './read.ts';
import { byAge, reference, type Reference, type Unsupported } from './reference.ts';

/** How the caller's proxy opens connections. `auto`: by what each endpoint can do. */
export type ClientTls = 'auto' | 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

/** The blocks of a traffic policy; null for one that is not there. */
interface Blocks {
  readonly tls: ClientTls | null;
  readonly pool: Pool | null;
  readonly outlier: Outlier | null;
  readonly balance: Balance | null;
}

interface Policy extends Blocks {
  /** Whether there is a policy at all. */
  readonly said: boolean;
  readonly ports: ReadonlyMap<number, Blocks>;
}

/** What a caller's proxy does towards one destination, with the defaults filled in. */
export interface ClientPolicy {
  readonly tls: ClientTls;
  readonly pool: Pool;
  /** Null: no endpoint is ever left out. */
  readonly outlier: Outlier | null;
  readonly balance: Balance;
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
    const policy = older?.policy.said ? older.policy : rule.policy;
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

/** What holds for a subset and port: of each block the closest of subset and port, subset, port, host. */
export function clientPolicy(rule: DestinationRule | undefined, subset: string | null, port: number): ClientPolicy {
  const own = subset === null ? undefined : rule?.subsets.get(subset)?.policy;
  // A port's settings replace those around them as a whole, so a block that is missing there goes back to its default.
  const ownPort = own?.ports.get(port);
  const around = rule?.policy.ports.get(port) ?? rule?.policy;
  const block = <Name extends keyof Blocks>(name: Name): Blocks[Name] | undefined =>
    ownPort ? ownPort[name] : (own?.[name] ?? around?.[name]);
  return {
    tls: block('tls') ?? 'auto',
    pool: block('pool') ?? defaultPool,
    outlier: block('outlier') ?? null,
    balance: block('balance') ?? defaultBalance,
  };
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

const followed = new Set(['tls', 'connectionPool', 'outlierDetection', 'loadBalancer', 'portLevelSettings']);

function readPolicy(policy: Tree, path: string, tell: (path: string, detail: string) => void): Policy {
  for (const field of Object.keys(policy)) if (!followed.has(field)) tell(`${path}.${field}`, 'does not limit or steer traffic here yet');
  const ports = trees(policy['portLevelSettings']).flatMap((settings) => {
    const port = number(tree(settings['port'])['number']);
    return port === undefined ? [] : [[port, readBlocks(settings)] as const];
  });
  return { ...readBlocks(policy), said: Object.keys(policy).length > 0, ports: new Map(ports) };
}

const readBlocks = (policy: Tree): Blocks => ({
  tls: readTls(policy['tls']),
  pool: readPool(policy['connectionPool']),
  outlier: readOutlier(policy['outlierDetection']),
  balance: readBalance(policy['loadBalancer']),
});

function readTls(tls: unknown): ClientTls | null {
  if (!isTree(tls)) return null;
  const mode = text(tls['mode']);
  // A block without a mode is the first of the enumeration.
  return mode === undefined ? 'DISABLE' : isMode(mode) ? mode : null;
}

const isMode = (mode: string): mode is Exclude<ClientTls, 'auto'> => modes.has(mode);
