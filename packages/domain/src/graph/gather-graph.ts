import type { Gather, Gathered, GraphEdge, GraphNode } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import type { DurationSeconds } from '@vigla/contract/units';
import { worst } from '../health/index.ts';
import type { MeshFacts } from '../inventory/index.ts';
import type { InSteps } from '../steps/index.ts';
import { nodeOf } from './describe-node.ts';
import { type Chains, drawnOf } from './gather-chain.ts';
import type { Group } from './gather-group.ts';
import { dividingLabels, labelsIn } from './gather-labels.ts';
import { bounded, type Plan, planGathering } from './gather-plan.ts';
import { worstOf } from './gather-worst.ts';
import { once } from './once.ts';
import { noPlaceFacts } from './place-facts.ts';
import type { Place } from './places.ts';
import { type EdgeTally, edgeOf, type PlacedFlow, tallyEdges } from './tally-edges.ts';

/** A graph of single nodes, and the flows that its edges are the sums of. */
export interface Ungathered {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly tallies: readonly EdgeTally[];
}

export interface GatherWish {
  readonly gather: Gather;
  /** Ids of groups whose members are drawn. */
  readonly open: readonly string[];
  /** The namespaces that were asked for; none for all. */
  readonly namespaces: readonly string[];
  /** Above so many drawn elements `auto` gathers. */
  readonly most: number;
}

interface GatherContext {
  readonly facts: MeshFacts | null;
  readonly window: DurationSeconds;
}

export interface GatheredGraph {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  readonly gathered: Gathered;
}

/** How a graph is gathered, or two of them in the same way. */
export interface Gathering {
  readonly plan: Plan;
  /** The groups that hold each node, outermost first, by the node's id. */
  readonly chains: Chains;
  readonly open: ReadonlySet<string>;
  /** What is drawn for each node, by its id; null for itself. */
  readonly drawn: ReadonlyMap<string, Group | null>;
}

/** Finds the groups, where some were wished for or where all would be too much to read; else null. */
export function* gatheringOf(
  { nodes, edges }: Pick<Ungathered, 'nodes' | 'edges'>,
  wish: GatherWish,
  facts: MeshFacts | null,
): InSteps<Gathering | null> {
  const crowd = { nodes, edges, facts, labelOf: labelsIn(facts), chosen: wish.namespaces, most: wish.most };
  const plan = yield* planGathering(wish.gather, crowd);
  if (!plan) return null;
  yield;
  const open = new Set(wish.open);
  const chains = bounded(plan.chains, nodes, open);
  yield;
  return { plan, chains, open, drawn: drawnOf(chains, open) };
}

/**
 * A graph with groups in the place of nodes.
 *
 * Flows are added up anew, so that rates, ratios and quantiles of a call between groups are those of all its requests. Calls
 * within a group are one call from it to itself: no request is lost. A group, and a call of groups, is as ill as the worst
 * of its parts. Names only what the ungathered graph names, and labels of those namespaces. Total.
 */
export function* gatherGraph(
  { nodes, edges, tallies: calls }: Ungathered,
  { plan, chains, open, drawn }: Gathering,
  { facts, window }: GatherContext,
): InSteps<GatheredGraph> {
  const labelOf = labelsIn(facts);
  const idOfDrawn = (id: string): string => drawn.get(id)?.id ?? id;
  const placed = moved(
    calls.flatMap((call) => call.placed),
    ({ id }) => drawn.get(id) ?? null,
  );
  yield;
  const tallies = yield* tallyEdges(placed);
  yield;
  const sickness = healthOf(edges, idOfDrawn);
  yield;
  const incoming = grouped(tallies, ({ to }) => to.id);
  const outgoing = grouped(tallies, ({ from }) => from.id);
  const single = new Map(edges.map((edge) => [edge.id, edge]));
  const inBox = (node: GraphNode): string | null => (plan.within === null ? null : labelOf(node, plan.within));
  yield;
  const singles = nodes.filter(({ id }) => !drawn.get(id));
  const groups = groupsOf(nodes, drawn).map((held) =>
    groupNode(held, {
      incoming: incoming.get(held.group.id) ?? [],
      outgoing: outgoing.get(held.group.id) ?? [],
      window,
      label: plan.within,
      inBox,
    }),
  );
  yield;
  return {
    nodes: [...singles, ...groups].sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: tallies.map((tally) => single.get(tally.id) ?? gatheredEdge(tally, sickness)),
    gathered: {
      by: plan.by,
      within: plan.within,
      labels: [...dividingLabels(nodes, facts)],
      open: openGroups(chains, open, drawn),
      nodes: nodes.filter(({ kind }) => !beyond.has(kind)).length,
      edges: edges.length,
      groups: groups.length,
      ...worstOf(nodes, idOfDrawn),
    },
  };
}

const beyond: ReadonlySet<GraphNode['kind']> = new Set(['outside', 'external', 'restricted']);

/** Flows at the groups that hold their places. A call that stops at a service within a group goes on within it: it was counted when it came in. */
export function moved(placed: readonly PlacedFlow[], groupOf: (place: Place) => Group | null): readonly PlacedFlow[] {
  const at = (place: Place): Place => {
    const group = groupOf(place);
    return group ? groupPlace(group) : place;
  };
  return placed
    .map((flow) => ({ ...flow, from: at(flow.from), to: at(flow.to) }))
    .filter(({ from, to, goesOn }) => !goesOn || from.id !== to.id);
}

const groupPlace = once((group: Group): Place => ({ ...group, kind: 'group', cluster: null, version: null }));

/** The health of each drawn call: the worst of the calls that it stands for. */
function healthOf(edges: readonly GraphEdge[], idOfDrawn: (id: string) => string): ReadonlyMap<string, Health> {
  const health = new Map<string, Health>();
  for (const edge of edges) {
    const id = `${idOfDrawn(edge.from)}>${idOfDrawn(edge.to)}:${edge.traffic.protocol}`;
    health.set(id, worst([health.get(id) ?? 'unknown', edge.health]));
  }
  return health;
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const known = groups.get(keyOf(one));
    if (known) known.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

interface Held {
  readonly group: Group;
  readonly members: readonly GraphNode[];
}

function groupsOf(nodes: readonly GraphNode[], drawn: ReadonlyMap<string, Group | null>): readonly Held[] {
  const held = nodes.flatMap((node) => {
    const group = drawn.get(node.id);
    return group ? [{ group, node }] : [];
  });
  return [...grouped(held, ({ group }) => group.id).values()].flatMap((some) => {
    const [first] = some;
    return first ? [{ group: first.group, members: some.map(({ node }) => node) }] : [];
  });
}

interface GroupContext {
  readonly incoming: readonly EdgeTally[];
  readonly outgoing: readonly EdgeTally[];
  readonly window: DurationSeconds;
  /** The label whose values are boxes, and its value for a node. */
  readonly label: string | null;
  readonly inBox: (node: GraphNode) => string | null;
}

function groupNode({ group, members }: Held, { incoming, outgoing, window, label, inBox }: GroupContext): GraphNode {
  const told = nodeOf(
    { place: groupPlace(group), known: noPlaceFacts, incoming, outgoing, tolerances: undefined },
    { window, anythingMeasured: true, groupBy: 'version', labels: [] },
  );
  const box = label === null ? null : shared(members.map(inBox));
  return {
    ...told,
    kind: 'group',
    cluster: shared(members.map(({ cluster }) => cluster)),
    health: worst(members.map(({ health }) => health)),
    reasons: [],
    pods: podsOf(members),
    inMesh: null,
    hosts: [],
    principals: [],
    traits: [],
    likelyCause: null,
    labels: label === null || box === null ? {} : { [label]: box },
    members: countsOf(members),
  };
}

/** What all have in common; null where they differ. */
function shared(values: readonly (string | null)[]): string | null {
  const [first = null, ...others] = new Set(values);
  return others.length === 0 ? first : null;
}

function podsOf(members: readonly GraphNode[]): GraphNode['pods'] {
  const known = members.flatMap(({ pods }) => pods ?? []);
  if (known.length === 0) return null;
  return known.reduce((sum, { ready, desired }) => ({ ready: sum.ready + ready, desired: sum.desired + desired }), {
    ready: 0,
    desired: 0,
  });
}

function countsOf(members: readonly GraphNode[]): NonNullable<GraphNode['members']> {
  const counts = { healthy: 0, degraded: 0, failing: 0, not_ready: 0, idle: 0, unknown: 0 };
  for (const { health } of members) counts[health] += 1;
  return counts;
}

/** Hosts and identities of a call of groups are those of its parts: hundreds, of no use on one line. */
function gatheredEdge(tally: EdgeTally, sickness: ReadonlyMap<string, Health>): GraphEdge {
  const edge = edgeOf(tally, undefined);
  return { ...edge, hosts: [], sourcePrincipals: [], destinationPrincipals: [], health: sickness.get(tally.id) ?? edge.health };
}

function openGroups(chains: Chains, open: ReadonlySet<string>, drawn: ReadonlyMap<string, Group | null>): Gathered['open'] {
  const groups = new Map<string, { readonly group: Group; readonly members: Set<string> }>();
  for (const [id, chain] of chains) {
    const shown = drawn.get(id) ?? null;
    const plate = shown?.id ?? id;
    for (const group of chain) {
      if (group.id === plate || !open.has(group.id)) break;
      const known = groups.get(group.id) ?? { group, members: new Set() };
      known.members.add(plate);
      groups.set(group.id, known);
    }
  }
  return [...groups.values()].map(({ group: { id, name, namespace }, members }) => ({ id, name, namespace, members: [...members].sort() }));
}
