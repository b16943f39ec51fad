import type { GraphNode, GroupBy, TrafficGraph } from '@vigla/contract/graph';
import { type HealthRules, plainRules, type Tolerance, tolerancesFor } from '../health/index.ts';
import { type MeshFacts, serviceKey, type WorkloadFacts } from '../inventory/index.ts';
import { nodeOf } from './describe-node.ts';
import type { MeshFlows } from './flows.ts';
import { nearTo } from './focus.ts';
import { gatherGraph, type Gathering, gatheringOf, type GatherWish, type Ungathered } from './gather-graph.ts';
import { mostElements } from './gather-plan.ts';
import type { GraphQuestion } from './graph-question.ts';
import { idlePlaces } from './idle-places.ts';
import type { LocatedFacts } from './locate-facts.ts';
import { type Placement, placeFlows } from './placement.ts';
import type { Place } from './places.ts';
import { atRest, edgeIdOf, type EdgeTally, edgeOf, tallyEdges } from './tally-edges.ts';

/**
 * One caller's graph of one shared reading.
 *
 * Shape: edges with at least one end in the chosen namespaces; ends beyond them are drawn as neighbours. What the
 * caller may not see becomes one nameless node per direction. Nodes and edges are ordered by id. Ids do not depend on the window.
 * Total: never throws; without `facts` pods, badges and idle nodes are missing.
 */
export function projectGraph(mesh: MeshFlows, facts: MeshFacts | null, question: GraphQuestion): TrafficGraph {
  const sketch = sketchGraph(mesh, facts, question);
  const gathering = gatheringOf(sketch, wishOf(question, sketch.frame.namespaces), facts);
  return finished(sketch, gathering, facts);
}

/** A graph of single nodes, with what it is made of; all that a picture may gather. */
export interface Sketch extends Ungathered {
  readonly frame: Omit<TrafficGraph, 'nodes' | 'edges' | 'gathered'>;
  readonly placement: Placement;
}

/** Draws every node by itself, whatever is wished to be gathered. */
export function sketchGraph(mesh: MeshFlows, facts: MeshFacts | null, question: GraphQuestion): Sketch {
  const { at, groupBy, namespaces, visible, idleEdges = question.idle, services = false } = question;
  const { window, newestSampleAt } = mesh;
  const placement = placeFlows(mesh, facts, question);
  const { known, places, sight, folded, placed } = placement;
  const edges = tallyEdges(placed).filter((edge) => !atRest(edge) || (idleEdges && isKnown(edge, known)));
  const resting = question.idle
    ? idlePlaces(known, places, { groupBy, services, isChosen: sight.isChosen }).filter(({ id }) => !folded.has(id))
    : [];
  const around = new Map([...resting, ...edges.flatMap(({ from, to }) => [from, to])].map((node) => [node.id, node]));
  const tolerancesOf = createTolerances(known, question.health ?? plainRules);
  const backdrop = { groupBy, labels: question.labels ?? [], facts: known, tolerancesOf, window };
  const graph = {
    nodes: describe(around, edges, { ...backdrop, anythingMeasured: mesh.flows.length > 0 || newestSampleAt !== null }),
    edges: edges.map((edge) => edgeOf(edge, window, tolerancesOf(edge.to))),
  };
  const single = question.focus ? focused(graph, question.focus, services && groupBy !== 'service') : graph;
  const drawn = new Set(single.edges.map(({ id }) => id));
  const chosen = [...new Set(namespaces)].filter((namespace) => visible.all || visible.namespaces.has(namespace)).sort();
  return {
    ...single,
    placed: placed.filter((one) => drawn.has(edgeIdOf(one))),
    frame: { at, window, groupBy, namespaces: chosen, newestSampleAt, gaps: [], cost: null },
    placement,
  };
}

/** The graph of a sketch, its nodes in their groups. */
export function finished(sketch: Sketch, gathering: Gathering | null, facts: MeshFacts | null): TrafficGraph {
  const { frame, nodes, edges } = sketch;
  const drawn = gathering
    ? gatherGraph(sketch, gathering, { facts, window: frame.window })
    : { nodes: [...nodes], edges: [...edges], gathered: null };
  return { ...frame, ...drawn };
}

/** How a question wishes a graph to be gathered. */
export const wishOf = (
  { gather = 'none', open = [], mostElements: most = mostElements }: GraphQuestion,
  chosen: readonly string[],
): GatherWish => ({ gather, open, namespaces: chosen, most });

/** A part of a graph. Its nodes keep the sums of all their edges, those that are left out included. */
function focused(
  { nodes, edges }: Pick<TrafficGraph, 'nodes' | 'edges'>,
  { id, hops }: { readonly id: string; readonly hops: number },
  services: boolean,
): Pick<TrafficGraph, 'nodes' | 'edges'> {
  const isStop = ({ kind }: GraphNode): boolean => kind === 'operation' || kind === 'waypoint' || (services && kind === 'service');
  const stops = new Set(nodes.filter(isStop).map((node) => node.id));
  if (!nodes.some((node) => node.id === id)) return { nodes: [], edges: [] };
  const near = nearTo(id, hops, edges, (one) => stops.has(one));
  return { nodes: nodes.filter((node) => near.nodes.has(node.id)), edges: edges.filter(near.keeps) };
}

/** A pair at rest is worth drawing while both ends exist; proxies remember long gone peers. */
function isKnown({ from, to }: EdgeTally, facts: LocatedFacts): boolean {
  return [from, to].every((end) => {
    if (end.kind === 'restricted' || end.kind === 'outside' || end.kind === 'external' || end.namespace === null) return false;
    if (facts.all === null || end.kind === 'app' || end.kind === 'service' || end.kind === 'operation') return true;
    return (facts.home !== null && end.cluster !== facts.home) || facts.workload({ ...end, namespace: end.namespace }) !== undefined;
  });
}

interface Backdrop {
  readonly groupBy: GroupBy;
  readonly labels: readonly string[];
  readonly facts: LocatedFacts;
  readonly tolerancesOf: (place: Place) => readonly Tolerance[];
  readonly window: MeshFlows['window'];
  readonly anythingMeasured: boolean;
}

function describe(
  around: ReadonlyMap<string, Place>,
  edges: readonly EdgeTally[],
  { facts, tolerancesOf, window, ...backdrop }: Backdrop,
): GraphNode[] {
  const incoming = new Map<string, EdgeTally[]>();
  const outgoing = new Map<string, EdgeTally[]>();
  for (const edge of edges) {
    push(incoming, edge.to.id, edge);
    push(outgoing, edge.from.id, edge);
  }
  const workloadsOf = createWorkloads(facts);
  const nodes = [...around.values()].map((node) => {
    const service = node.kind === 'service' ? facts.service(locatedAt(node)) : undefined;
    const matter = {
      place: node,
      incoming: incoming.get(node.id) ?? [],
      outgoing: outgoing.get(node.id) ?? [],
      badges: service?.badges ?? [],
    };
    const isHome = facts.home === null || node.cluster === facts.home;
    const more = { ...backdrop, facts: facts.all, isHome, workloads: workloadsOf(node), tolerances: tolerancesOf(node) };
    return nodeOf({ ...matter, ...more }, window);
  });
  return nodes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function push<V>(index: Map<string, V[]>, key: string, value: V): void {
  const found = index.get(key);
  if (found) found.push(value);
  else index.set(key, [value]);
}

/** Where a node is; of nodes without a namespace nothing is known, which is what an empty one finds. */
const locatedAt = ({ cluster, namespace, name }: Place) => ({ cluster, namespace: namespace ?? '', name });

/** The workloads a node stands for, as Kubernetes knows them; null where it knows none. */
function createWorkloads(facts: LocatedFacts): (place: Place) => readonly WorkloadFacts[] | null {
  const byApp = new Map<string, WorkloadFacts[]>();
  for (const workload of facts.all?.workloads.values() ?? [])
    push(byApp, serviceKey({ namespace: workload.namespace, name: workload.app }), workload);
  return (place) => {
    if (facts.all === null || place.namespace === null || place.kind === 'operation') return null;
    const at = locatedAt(place);
    if (place.kind === 'app') return facts.home === null || place.cluster === facts.home ? (byApp.get(serviceKey(at)) ?? null) : null;
    if (place.kind !== 'service') return listOrNull([facts.workload(at)]);
    return listOrNull((facts.service(at)?.workloads ?? []).map((workload) => facts.all?.workloads.get(workload)));
  };
}

function listOrNull<T>(found: readonly (T | undefined)[]): readonly T[] | null {
  const list = found.filter((one) => one !== undefined);
  return list.length > 0 ? list : null;
}

/** What a workload's owner put up with counts most, then its service's, then what the operator's rules say. */
function createTolerances(facts: LocatedFacts, rules: HealthRules): (place: Place) => readonly Tolerance[] {
  const made = new Map<string, readonly Tolerance[]>();
  return (judged) => {
    const ready = made.get(judged.id) ?? tolerancesFor(rules, judgedOf(judged), annotated(judged, facts));
    made.set(judged.id, ready);
    return ready;
  };
}

const judgedOf = ({ namespace, kind, name }: Place) =>
  namespace === null ? null : { namespace, name, kind: kind === 'service' || kind === 'app' ? kind : ('workload' as const) };

function annotated(place: Place, facts: LocatedFacts): readonly Tolerance[] | null {
  if (place.kind === 'service') return facts.service(locatedAt(place))?.tolerances ?? null;
  const workload = facts.workload(locatedAt(place));
  const ofService = workload?.services.map((key) => facts.all?.services.get(key)?.tolerances).find((tolerances) => tolerances);
  return workload?.tolerances ?? ofService ?? null;
}
