import type { Ambient, Gather, GraphNode, GroupBy, TrafficGraph } from '@vigla/contract/graph';
import type { EpochSeconds } from '@vigla/contract/units';
import { type HealthRules, plainRules } from '../health/index.ts';
import type { MeshFacts } from '../inventory/index.ts';
import { describeNodes } from './describe-nodes.ts';
import type { MeshFlows } from './flows.ts';
import { nearTo } from './focus.ts';
import { gatherGraph, type GatherWish } from './gather-graph.ts';
import { mostElements } from './gather-plan.ts';
import type { Drawing } from './drawing.ts';
import { groundOf } from './ground.ts';
import type { Resting } from './idle-places.ts';
import type { LocatedFacts } from './locate-facts.ts';
import { once } from './once.ts';
import { placeFlow, type Sight } from './place-flow.ts';
import type { Place } from './places.ts';
import { atRest, type EdgeTally, edgeOf, tallyEdges } from './tally-edges.ts';

/** Namespaces that a caller may see. `all`: every namespace, those born later included. */
export interface Visibility {
  readonly all: boolean;
  readonly namespaces: ReadonlySet<string>;
}

/** What one caller wants to see of a reading. */
export interface GraphQuestion {
  readonly at: EpochSeconds;
  readonly groupBy: GroupBy;
  /** None means all that the caller may see. */
  readonly namespaces: readonly string[];
  readonly visible: Visibility;
  /** Also workloads, and services, that are known and at rest. */
  readonly idle: boolean;
  /** Also calls at rest, with both their ends. Default: as `idle`. */
  readonly idleEdges?: boolean;
  /** Services, kinds of request and waypoints as nodes between callers and workloads. */
  readonly services?: boolean;
  readonly operations?: boolean;
  readonly waypoints?: boolean;
  /** Whose word on ambient traffic counts. Default: everybody's. */
  readonly ambient?: Ambient;
  /** Only this node, and what is at most `hops` calls up or down from it. */
  readonly focus?: { readonly id: string; readonly hops: number } | null;
  /** Which labels of pods the answer should carry. */
  readonly labels?: readonly string[];
  /** How traffic is judged; Vigla's own way where absent. */
  readonly health?: HealthRules;
  /** Into which groups it is gathered; not at all where absent. */
  readonly gather?: Gather;
  /** Above so many drawn elements `auto` gathers; as many as can be read where absent. */
  readonly mostElements?: number;
  /** Ids of groups whose members are drawn. */
  readonly open?: readonly string[];
}

/**
 * One caller's graph of one shared reading.
 *
 * Shape: edges with at least one end in the chosen namespaces; ends beyond them are drawn as neighbours. What the
 * caller may not see becomes one nameless node per direction. Nodes and edges are ordered by id. Ids do not depend on the window.
 * Total: never throws; without `facts` pods, badges and idle nodes are missing.
 */
export function projectGraph(mesh: MeshFlows, facts: MeshFacts | null, question: GraphQuestion): TrafficGraph {
  const { at, groupBy, namespaces, visible, idleEdges = question.idle, ambient = 'total' } = question;
  const { services = false, operations = false, waypoints = false } = question;
  const { window, newestSampleAt } = mesh;
  const maySee = (namespace: string): boolean => visible.all || visible.namespaces.has(namespace);
  const chosen = new Set(namespaces.filter(maySee));
  const isChosen = (namespace: string | null): boolean =>
    namespace !== null && maySee(namespace) && (namespaces.length === 0 || chosen.has(namespace));

  const ground = groundOf(mesh, facts, ambient);
  const { known, factsOf } = ground;
  const drawing = ground.drawing({ groupBy, services, operations, waypoints });
  const edges = callsOf(drawing, question, { maySee, isChosen }).filter((edge) => !atRest(edge) || (idleEdges && isKnown(edge, known)));
  const resting = question.idle ? drawing.resting.filter(({ namespace }) => isChosen(namespace)) : [];
  const tolerancesOf = ground.tolerancesOf(question.health ?? plainRules);
  const anythingMeasured = mesh.flows.length > 0 || newestSampleAt !== null;
  const backdrop = { window, anythingMeasured, groupBy, labels: question.labels ?? [] };
  const graph = {
    nodes: describeNodes(placesOf(resting, edges), edges, { factsOf, tolerancesOf, nodeAt: ground.nodeAt }, backdrop),
    edges: edges.map((edge) => edgeOf(edge, tolerancesOf(edge.to))),
  };
  const single = question.focus ? focused(graph, question.focus, drawing.stops?.services === true) : graph;
  const gathered = gatherGraph({ ...single, tallies: edges }, wishOf(question, chosen), { facts, window });
  return {
    at,
    window,
    groupBy,
    namespaces: [...chosen].sort(),
    newestSampleAt,
    gaps: [],
    cost: null,
    ...(gathered ?? { ...single, gathered: null }),
  };
}

/** The calls that somebody may see of what they chose. Order: by id. */
function callsOf(drawing: Drawing, { visible, namespaces }: GraphQuestion, sight: Sight): readonly EdgeTally[] {
  const isWhole = visible.all && (drawing.stops === null || namespaces.length === 0);
  if (!isWhole) return tallyEdges(drawing.flows.flatMap((flow) => placeFlow(flow, { ...drawing, sight })));
  return allCalls(drawing).filter(({ from, to }) => sight.isChosen(from.namespace) || sight.isChosen(to.namespace));
}

const everything: Sight = { maySee: () => true, isChosen: () => true };

/** All calls of the mesh: added up once, for everybody who may see everything. */
const allCalls = once((drawing: Drawing) =>
  tallyEdges(drawing.flows.flatMap((flow) => placeFlow(flow, { ...drawing, sight: everything }))),
);

/** All places that are drawn. */
function placesOf(resting: readonly Resting[], edges: readonly EdgeTally[]): Iterable<Place> {
  const around = new Map(resting.map(({ place }) => [place.id, place]));
  for (const { from, to } of edges) around.set(from.id, from).set(to.id, to);
  return around.values();
}

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

const wishOf = (
  { gather = 'none', open = [], mostElements: most = mostElements }: GraphQuestion,
  chosen: Iterable<string>,
): GatherWish => ({
  gather,
  open,
  namespaces: [...chosen],
  most,
});
