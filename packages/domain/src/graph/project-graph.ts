import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { plainRules } from '../health/index.ts';
import type { MeshFacts } from '../inventory/index.ts';
import { atOnce, eachInSteps, type InSteps } from '../steps/index.ts';
import { describeNodes } from './describe-nodes.ts';
import type { Drawing, DrawnFlows } from './drawing.ts';
import type { MeshFlows } from './flows.ts';
import { nearTo } from './focus.ts';
import { gatherGraph, type Gathering, gatheringOf, type GatherWish, type Ungathered } from './gather-graph.ts';
import { mostElements } from './gather-plan.ts';
import type { GraphQuestion } from './graph-question.ts';
import { groundOf } from './ground.ts';
import type { Resting } from './idle-places.ts';
import type { LocatedFacts } from './locate-facts.ts';
import { placeFlow, type Sight } from './place-flow.ts';
import type { Place } from './places.ts';
import { atRest, type EdgeTally, edgeOf, type PlacedFlow, tallyEdges } from './tally-edges.ts';

/**
 * One caller's graph of one shared reading.
 *
 * Shape: edges with at least one end in the chosen namespaces; ends beyond them are drawn as neighbours. What the
 * caller may not see becomes one nameless node per direction. Nodes and edges are ordered by id. Ids do not depend on the window.
 * Total: never throws; without `facts` pods, badges and idle nodes are missing.
 */
export const projectGraph = (mesh: MeshFlows, facts: MeshFacts | null, question: GraphQuestion): TrafficGraph =>
  atOnce(projectGraphInSteps(mesh, facts, question));

/** The same, bit by bit: the first graph of a reading of thousands of calls takes a tenth of a second and more. */
export function* projectGraphInSteps(mesh: MeshFlows, facts: MeshFacts | null, question: GraphQuestion): InSteps<TrafficGraph> {
  const sketch = yield* sketchGraph(mesh, facts, question);
  yield;
  const gathering = yield* gatheringOf(sketch, wishOf(question, sketch.frame.namespaces), facts);
  yield;
  return yield* finished(sketch, gathering, facts);
}

/** Each takes some hundredths of a millisecond. */
const elementsAtOnce = 200;

/** A graph of single nodes, with what it is made of; all that a picture may gather. */
export interface Sketch extends Ungathered {
  readonly frame: Omit<TrafficGraph, 'nodes' | 'edges' | 'gathered'>;
  /** The flows of another reading at the places that they have in this one. */
  readonly place: (other: MeshFlows) => readonly PlacedFlow[];
}

/** Draws every node by itself, whatever is wished to be gathered. */
export function* sketchGraph(mesh: MeshFlows, facts: MeshFacts | null, question: GraphQuestion): InSteps<Sketch> {
  const { at, groupBy, namespaces, visible, idleEdges = question.idle, ambient = 'total' } = question;
  const { services = false, operations = false, waypoints = false } = question;
  const { window, newestSampleAt } = mesh;
  const maySee = (namespace: string): boolean => visible.all || visible.namespaces.has(namespace);
  const chosen = new Set(namespaces.filter(maySee));
  const isChosen = (namespace: string | null): boolean =>
    namespace !== null && maySee(namespace) && (namespaces.length === 0 || chosen.has(namespace));
  const sight = { maySee, isChosen };

  const ground = groundOf(mesh, facts, ambient);
  yield;
  const { known, factsOf } = ground;
  const drawing = yield* ground.drawing({ groupBy, services, operations, waypoints });
  yield;
  const calls = yield* callsOf(drawing, question, sight);
  const tallies = calls.filter((edge) => !atRest(edge) || (idleEdges && isKnown(edge, known)));
  const resting = question.idle ? drawing.resting(isChosen) : [];
  const tolerancesOf = ground.tolerancesOf(question.health ?? plainRules);
  const anythingMeasured = mesh.flows.length > 0 || newestSampleAt !== null;
  const backdrop = { window, anythingMeasured, groupBy, labels: question.labels ?? [] };
  yield;
  const described = { factsOf, tolerancesOf, nodeAt: ground.nodeAt };
  const nodes = yield* describeNodes(placesOf(resting, tallies), tallies, described, backdrop);
  const edges: GraphEdge[] = [];
  yield* eachInSteps(tallies, elementsAtOnce, (edge) => void edges.push(edgeOf(edge, tolerancesOf(edge.to))));
  const graph = { nodes, edges };
  const single = question.focus ? focused(graph, question.focus, drawing.stops?.services === true) : graph;
  const drawn = new Set(single.edges.map(({ id }) => id));
  return {
    ...single,
    tallies: single === graph ? tallies : tallies.filter(({ id }) => drawn.has(id)),
    frame: { at, window, groupBy, namespaces: [...chosen].sort(), newestSampleAt, gaps: [], cost: null },
    place: (other) => placedIn(drawing.elsewhere(other.byAmbient[ambient], other.window), sight),
  };
}

/** The graph of a sketch, its nodes in their groups. */
export function* finished(sketch: Sketch, gathering: Gathering | null, facts: MeshFacts | null): InSteps<TrafficGraph> {
  const { frame, nodes, edges } = sketch;
  const drawn = gathering
    ? yield* gatherGraph(sketch, gathering, { facts, window: frame.window })
    : { nodes: [...nodes], edges: [...edges], gathered: null };
  return { ...frame, ...drawn };
}

/** How a question wishes a graph to be gathered. */
export const wishOf = (
  { gather = 'none', open = [], mostElements: most = mostElements }: GraphQuestion,
  chosen: readonly string[],
): GatherWish => ({ gather, open, namespaces: chosen, most });

/** The calls that somebody may see of what they chose. Order: by id. */
function* callsOf(drawing: Drawing, { visible, namespaces }: GraphQuestion, sight: Sight): InSteps<readonly EdgeTally[]> {
  const isWhole = visible.all && (drawing.stops === null || namespaces.length === 0);
  if (!isWhole) return yield* tallyEdges(placedIn(drawing, sight));
  const calls = whole.get(drawing) ?? (yield* tallyEdges(placedIn(drawing, everything)));
  whole.set(drawing, calls);
  return calls.filter(({ from, to }) => sight.isChosen(from.namespace) || sight.isChosen(to.namespace));
}

/** All calls of the mesh: added up once, for everybody who may see everything. */
const whole = new WeakMap<Drawing, readonly EdgeTally[]>();

const placedIn = ({ flows, places, stops }: DrawnFlows, sight: Sight): readonly PlacedFlow[] =>
  flows.flatMap((flow) => placeFlow(flow, { places, stops, sight }));

const everything: Sight = { maySee: () => true, isChosen: () => true };

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
