import type { KubeObject } from '@vigla/contract/objects';
import { fullHost } from './hosts.ts';
import { isTree, list, text, texts, tree, trees, type Tree } from './read.ts';
import { reference, type Reference } from './reference.ts';
import { gatewayName } from './route-match.ts';
import { seenFrom } from './visibility.ts';

/** A rule as it is written, and the object it is written in. */
export interface WrittenRule {
  readonly rule: Tree;
  readonly object: Reference;
  readonly path: string;
  readonly namespace: string;
}

/** What a rule hands its requests on to, by `namespace/name`: VirtualServices without hosts. */
export type Delegates = ReadonlyMap<string, KubeObject>;

export const readDelegates = (objects: readonly KubeObject[]): Delegates =>
  new Map(
    objects
      .filter(({ kind, spec }) => kind === 'VirtualService' && list(tree(spec)['hosts']).length === 0)
      .map((object) => [`${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
  );

type Report = (path: string, detail: string) => void;

/**
 * The rules of a VirtualService with those of its delegates in their places. A rule whose delegate is not there, or may
 * not be seen, is no rule at all.
 * Source: Istio reference, VirtualService, Delegate; behaviour of the control plane where the reference is silent.
 */
export function withDelegates(
  object: KubeObject,
  delegates: Delegates,
  defaultExportTo: readonly string[],
  report: Report,
): readonly WrittenRule[] {
  const namespace = object.metadata.namespace ?? '';
  return trees(tree(object.spec)['http']).flatMap((rule, index): readonly WrittenRule[] => {
    const path = `spec.http[${index}]`;
    if (!isTree(rule['delegate'])) return [{ rule, object: reference(object), path, namespace }];
    const { name, namespace: written } = rule['delegate'];
    const key = `${text(written) || namespace}/${text(name) ?? ''}`;
    const found = delegates.get(key);
    if (!found) return [];
    const exportTo = texts(tree(found.spec)['exportTo']);
    const own = found.metadata.namespace ?? '';
    if (!seenFrom(exportTo.length > 0 ? exportTo : defaultExportTo, own, namespace)) return [];
    return ofDelegate(found, qualified(rule, namespace), (detail) => report(path, detail));
  });
}

function ofDelegate(delegate: KubeObject, root: Tree, report: (detail: string) => void): readonly WrittenRule[] {
  const namespace = delegate.metadata.namespace ?? '';
  return trees(tree(delegate.spec)['http']).flatMap((rule, index) => {
    if (isTree(rule['delegate'])) {
      report(`delegates to a rule that delegates again, ${namespace}/${delegate.metadata.name}: only one step is allowed`);
      return [];
    }
    const merged = merge(root, qualified(rule, namespace));
    return merged ? [{ rule: merged, object: reference(delegate), path: `spec.http[${index}]`, namespace }] : [];
  });
}

const inherited = [
  'rewrite',
  'directResponse',
  'timeout',
  'retries',
  'fault',
  'mirror',
  'mirrorPercentage',
  'mirrors',
  'corsPolicy',
  'headers',
];

/** What the delegate's rule says wins; null where its matches contradict the root's. */
function merge(root: Tree, leaf: Tree): Tree | null {
  const match = mergeMatches(trees(root['match']), trees(leaf['match']));
  if (!match) return null;
  const own = inherited
    .filter((field) => leaf[field] === undefined && root[field] !== undefined)
    .map((field) => [field, root[field]] as const);
  const names = [text(root['name']), text(leaf['name'])].filter((name) => name !== undefined && name !== '');
  return { ...leaf, ...Object.fromEntries(own), match, ...(names.length > 0 && { name: names.join('-') }) };
}

function mergeMatches(roots: readonly Tree[], leaves: readonly Tree[]): readonly Tree[] | null {
  if (roots.length === 0) return leaves;
  if (leaves.length === 0) return roots;
  const both = roots.flatMap((root) => leaves.filter((leaf) => !contradicts(root, leaf)).map((leaf) => join(root, leaf)));
  return both.length > 0 ? both : null;
}

const named = ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'];

/** Where both say something the delegate's is the narrower one, else they contradict each other. */
const join = (root: Tree, leaf: Tree): Tree => ({
  ...root,
  ...leaf,
  ...Object.fromEntries(
    named.filter((field) => isTree(root[field])).map((field) => [field, { ...tree(root[field]), ...tree(leaf[field]) }]),
  ),
});

function contradicts(root: Tree, leaf: Tree): boolean {
  const plain = ['uri', 'scheme', 'method', 'authority'].some((field) => disagree(root[field], leaf[field]));
  const keyed = ['headers', 'withoutHeaders', 'queryParams'].some((field) =>
    Object.entries(tree(leaf[field])).some(([name, value]) => disagree(tree(root[field])[name], value)),
  );
  return plain || keyed || sourcesDisagree(root, leaf);
}

function sourcesDisagree(root: Tree, leaf: Tree): boolean {
  const set = (value: unknown): boolean => value !== undefined && value !== '' && value !== 0;
  if ((root['ignoreUriCase'] === true) !== (leaf['ignoreUriCase'] === true)) return true;
  if (set(root['port']) && set(leaf['port']) && root['port'] !== leaf['port']) return true;
  if (set(root['sourceNamespace']) && root['sourceNamespace'] !== leaf['sourceNamespace']) return true;
  const labels = tree(root['sourceLabels']);
  if (Object.entries(tree(leaf['sourceLabels'])).some(([name, value]) => labels[name] !== undefined && labels[name] !== value)) return true;
  const gateways = texts(root['gateways']);
  return gateways.length > 0 && texts(leaf['gateways']).some((name) => !gateways.includes(name));
}

/** Whether a delegate's string match is not inside the root's. Two that say something at all cannot both be regular expressions, nor one of them. */
function disagree(root: unknown, leaf: unknown): boolean {
  if (!isTree(root) || !isTree(leaf)) return false;
  const [broad, narrow] = [tree(root), tree(leaf)];
  if (text(broad['regex']) || text(narrow['regex'])) return Object.keys(broad).length > 0 && Object.keys(narrow).length > 0;
  const exact = text(narrow['exact']);
  if (text(broad['exact'])) return exact !== broad['exact'];
  const prefix = text(broad['prefix']);
  return prefix ? !(text(narrow['prefix']) ?? exact ?? '').startsWith(prefix) : true;
}

/** Names in a rule belong to the namespace it is written in, also after it has been joined with one of another. */
function qualified(rule: Tree, namespace: string): Tree {
  const mirror = isTree(rule['mirror']) ? { mirror: fullyNamed(rule['mirror'], namespace) } : {};
  const mirrors = trees(rule['mirrors']).map((one) => ({ ...one, destination: fullyNamed(tree(one['destination']), namespace) }));
  const match = trees(rule['match']).map((one) => ({
    ...one,
    ...(one['gateways'] !== undefined && { gateways: texts(one['gateways']).map((name) => gatewayName(name, namespace)) }),
  }));
  return { ...rule, ...mirror, ...(mirrors.length > 0 && { mirrors }), ...(match.length > 0 && { match }) };
}

const fullyNamed = (destination: Tree, namespace: string): Tree => ({
  ...destination,
  host: fullHost(text(destination['host']) ?? '', namespace),
});
