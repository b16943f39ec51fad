import type { Gather, GraphNode } from '@vigla/contract/graph';
import type { MeshFacts } from '../inventory/index.ts';
import type { InSteps } from '../steps/index.ts';
import { appLevel, type Chains, chainsOf, clusterLevel, drawnOf, labelLevel, type Level, namespaceLevel } from './gather-chain.ts';
import { groupOf } from './gather-group.ts';
import { customaryLabel, type LabelOf } from './gather-labels.ts';
import { importance } from './gather-worst.ts';

/** How a graph is gathered. */
export interface Plan {
  readonly by: Gather;
  readonly within: string | null;
  readonly chains: Chains;
}

/** A graph before it is gathered. */
export interface Crowd {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly facts: MeshFacts | null;
  readonly labelOf: LabelOf;
  /** The namespaces that were asked for; none for all. */
  readonly chosen: readonly string[];
  /** Above so many drawn elements `auto` gathers. */
  readonly most: number;
}

/** Above so many drawn elements a picture is gathered. */
export const mostElements = 300;
/** More plates than this are not drawn at once, whatever was asked for. */
export const mostPlates = 150;

const nothingOpen: ReadonlySet<string> = new Set();

/** Follows a wish, or finds what can be read. Null where every node stands for itself. */
export function* planGathering(wish: Gather, crowd: Crowd): InSteps<Plan | null> {
  const { nodes, edges } = crowd;
  if (wish === 'none') return null;
  if (wish !== 'auto') return planned(wish, crowd);
  if (nodes.length + edges.length <= crowd.most) return null;
  if (crowd.chosen.length === 1) return alone(crowd);
  const label = customaryLabel(namespacesOf(nodes), crowd.facts);
  yield;
  const byNamespace = planned(label === null ? 'namespace' : `namespace:${label}`, crowd);
  yield;
  const isReadable = elementsOf(byNamespace.chains, crowd) <= mostElements;
  yield;
  return isReadable ? byNamespace : coarser(byNamespace, label, crowd);
}

/** Namespaces are too many to read: their teams, or their clusters, if that makes fewer. */
function coarser(byNamespace: Plan, label: string | null, crowd: Crowd): Plan {
  const wishes: readonly Gather[] = [...(label === null ? [] : [`label:${label}`]), 'cluster'];
  const plans = wishes.map((wish) => planned(wish, crowd)).filter(({ chains }) => groupCount(chains) > 1);
  return plans.find(({ chains }) => groupCount(chains) < groupCount(byNamespace.chains)) ?? byNamespace;
}

/** One namespace that was asked for is not drawn as one plate: its applications are, beside its neighbours' namespaces. */
function alone(crowd: Crowd): Plan {
  const app = appLevel(crowd.nodes);
  const level: Level = (node) => (node.namespace !== null && crowd.chosen.includes(node.namespace) ? app(node) : namespaceLevel(node));
  return { by: 'app', within: null, chains: chainsOf(crowd.nodes, [level]) };
}

function planned(by: Exclude<Gather, 'none' | 'auto'>, { nodes, labelOf }: Crowd): Plan {
  const [way, ...rest] = by.split(':');
  const label = rest.join(':');
  switch (way) {
    case 'cluster':
      return { by, within: null, chains: chainsOf(nodes, [clusterLevel, namespaceLevel]) };
    case 'app':
      return { by, within: null, chains: chainsOf(nodes, [appLevel(nodes)]) };
    case 'label':
      return { by, within: null, chains: chainsOf(nodes, [labelLevel(label, labelOf), namespaceLevel]) };
    default:
      return { by, within: label === '' ? null : label, chains: chainsOf(nodes, [namespaceLevel]) };
  }
}

const namespacesOf = (nodes: readonly GraphNode[]): readonly string[] => [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))];

const groupCount = (chains: Chains): number => new Set([...chains.values()].flatMap(([outermost]) => outermost?.id ?? [])).size;

/** How many plates and lines are drawn while nothing is open. */
function elementsOf(chains: Chains, { edges }: Crowd): number {
  const plates = platesOf(chains, nothingOpen);
  const lines = edges.map(({ from, to }) => [plates.get(from), plates.get(to)]).filter(([from, to]) => from !== to);
  return new Set(plates.values()).size + new Set(lines.map((pair) => pair.join('>'))).size;
}

/** The id of what is drawn for each node. */
export const platesOf = (chains: Chains, open: ReadonlySet<string>): ReadonlyMap<string, string> =>
  new Map([...drawnOf(chains, open)].map(([id, group]) => [id, group?.id ?? id]));

/**
 * Keeps the plates that matter most, trouble first and then traffic, and puts the others into one more group; opening
 * that shows the next of them. What has a place of its own whatever it carries (unknown callers, what may not be seen) stays.
 */
export function bounded(chains: Chains, nodes: readonly GraphNode[], open: ReadonlySet<string>): Chains {
  const plates = platesOf(chains, nothingOpen);
  const worth = new Map<string, number>();
  for (const node of nodes) {
    const plate = plates.get(node.id);
    if (plate === undefined || node.kind === 'restricted' || (node.kind === 'outside' && plate === node.id)) continue;
    worth.set(plate, Math.max(worth.get(plate) ?? 0, importance(node.health, amountOf(node))));
  }
  if (worth.size <= mostPlates) return chains;
  const ranked = [...worth].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([plate]) => plate);
  const pageOf = new Map(ranked.map((plate, index) => [plate, Math.floor(index / (mostPlates - 1))]));
  const last = Math.floor((ranked.length - 1) / (mostPlates - 1));
  const shown = openPages(open, last);
  const restFor = (node: string): readonly ReturnType<typeof groupOf.rest>[] => {
    const page = pageOf.get(plates.get(node) ?? '') ?? 0;
    return page > shown ? [groupOf.rest(shown + 1)] : [];
  };
  return new Map([...chains].map(([id, chain]) => [id, [...restFor(id), ...chain]]));
}

/** Pages of the rest that were opened one after the other. */
function openPages(open: ReadonlySet<string>, last: number): number {
  let shown = 0;
  while (shown < last && open.has(groupOf.rest(shown + 1).id)) shown++;
  return shown;
}

const amountOf = ({ inbound, outbound }: GraphNode): number =>
  [...inbound, ...outbound].reduce(
    (sum, { requestsPerSecond, bytesPerSecond }) => sum + (requestsPerSecond ?? (bytesPerSecond ?? 0) / 1000),
    0,
  );
