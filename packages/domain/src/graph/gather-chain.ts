import type { GraphNode } from '@vigla/contract/graph';
import { type Group, groupOf } from './gather-group.ts';
import { idOf } from './end.ts';

/** The groups that hold each node, outermost first, by the node's id; nodes that stand for themselves have none. */
export type Chains = ReadonlyMap<string, readonly Group[]>;

/** The group that holds a node at one level; null where it belongs to none. */
export type Level = (node: GraphNode) => Group | null;

/** More names outside the mesh than this are one group. */
const mostOutside = 12;
/** Opening a group shows its members at once while they are so few; else the groups within. */
const fewMembers = 24;

const nobodies: ReadonlySet<string> = new Set([idOf.unknownCaller, idOf.entering, idOf.unknownTarget]);

/** Puts every node through the levels, from the outermost inwards. Skips inner levels where the outer group holds few nodes. */
export function chainsOf(nodes: readonly GraphNode[], levels: readonly Level[]): Chains {
  const outside = outsideLevel(nodes);
  const shared = createSharedChains();
  const chains = nodes.map((node): [string, readonly Group[]] => [
    node.id,
    shared([outside, ...levels].flatMap((level) => level(node) ?? []).filter(isFirst)),
  ]);
  const sizes = new Map<string, number>();
  for (const [, chain] of chains) for (const { id } of chain) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  return new Map(chains.map(([id, chain]) => [id, shared(chain.filter((_, depth) => !isSmall(chain, depth, sizes)))]));
}

/** Nodes that are in the same groups have one list of the same groups: there are thousands of nodes, and some dozens of groups. */
function createSharedChains(): (chain: readonly Group[]) => readonly Group[] {
  const groups = new Map<string, Group>();
  const known = new Map<string, readonly Group[]>();
  return (chain) => {
    const key = chain.map(({ id }) => id).join(' ');
    const ready =
      known.get(key) ??
      chain.map((group) => {
        const first = groups.get(group.id) ?? group;
        groups.set(group.id, first);
        return first;
      });
    known.set(key, ready);
    return ready;
  };
}

const isFirst = ({ id }: Group, index: number, chain: readonly Group[]): boolean => chain.findIndex((one) => one.id === id) === index;

function isSmall(chain: readonly Group[], depth: number, sizes: ReadonlyMap<string, number>): boolean {
  const outer = chain[depth - 1];
  return outer !== undefined && (sizes.get(outer.id) ?? 0) <= fewMembers;
}

/** What belongs to a namespace of the mesh. */
export const namespaceLevel: Level = ({ kind, namespace }) =>
  namespace === null || kind === 'external' ? null : groupOf.namespace(namespace);

/** What belongs to a cluster that has a name. */
export const clusterLevel: Level = ({ cluster }) => (cluster === null ? null : groupOf.cluster(cluster));

/** The workloads of an application, where it has several; one alone stands for itself. */
export function appLevel(nodes: readonly GraphNode[]): Level {
  const key = ({ namespace, app }: GraphNode): string | null => (namespace === null || app === null ? null : `${namespace}/${app}`);
  const counts = new Map<string | null, number>();
  for (const node of nodes) counts.set(key(node), (counts.get(key(node)) ?? 0) + 1);
  return (node) =>
    node.namespace !== null && node.app !== null && (counts.get(key(node)) ?? 0) > 1 ? groupOf.app(node.namespace, node.app) : null;
}

/** What carries a label, by its value. */
export const labelLevel =
  (label: string, valueOf: (node: GraphNode, label: string) => string | null): Level =>
  (node) => {
    const value = valueOf(node, label);
    return value === null ? null : groupOf.label(label, value);
  };

function outsideLevel(nodes: readonly GraphNode[]): Level {
  const isNamed = ({ id, kind }: GraphNode): boolean => kind === 'external' || (kind === 'outside' && !nobodies.has(id));
  const many = nodes.filter(isNamed).length > mostOutside;
  return (node) => (many && isNamed(node) ? groupOf.outside : null);
}

/** What is drawn for each node, by its id: the outermost group that is not open, or the node itself (null). */
export const drawnOf = (chains: Chains, open: ReadonlySet<string>): ReadonlyMap<string, Group | null> =>
  new Map([...chains].map(([id, chain]) => [id, chain.find((group) => !open.has(group.id)) ?? null]));
