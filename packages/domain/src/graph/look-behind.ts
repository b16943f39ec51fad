import type { GraphEdge, GraphNode, Traffic, TrafficGraph } from '@vigla/contract/graph';
import type { MeshFacts } from '../inventory/index.ts';
import { atOnce, type InSteps } from '../steps/index.ts';
import { sums } from './describe-node.ts';
import { idOf } from './end.ts';
import type { Flow, MeshFlows } from './flows.ts';
import { type Gathering, gatheringOf, moved } from './gather-graph.ts';
import { type Group, groupOf } from './gather-group.ts';
import type { GraphQuestion } from './graph-question.ts';
import type { Place } from './places.ts';
import { type Sketch, sketchGraph, wishOf } from './project-graph.ts';
import { siblingGroups } from './sibling-groups.ts';
import { edgeIdOf, type PlacedFlow, tallyEdges } from './tally-edges.ts';

/** What is drawn as one element of a graph. */
export interface Behind {
  readonly id: string;
  readonly kind: 'node' | 'call';
  /** Of a node: what it stands for, which is itself where it is no group. Of a call: none. */
  readonly members: readonly GraphNode[];
  /** What its calls come from and lead to. Null: they do not begin or end there, but only pass, as through a service. */
  readonly ends: Ends;
  /** Calls between single nodes; of a node, those that touch it. */
  readonly calls: readonly GraphEdge[];
  /** As they were read, each once. */
  readonly flows: readonly Flow[];
  /** What flows through it in another reading of the same mesh, told from it. */
  readonly trafficIn: (other: MeshFlows) => readonly Directed[];
}

/** What is known of an end of calls by the labels under which they are reported. */
export type EndNode = Pick<GraphNode, 'id' | 'kind' | 'namespace' | 'name' | 'app'>;

interface Ends {
  readonly from: readonly EndNode[] | null;
  readonly to: readonly EndNode[] | null;
}

/** Traffic as an element sees it; a call has one direction. */
export interface Directed {
  readonly direction: 'inbound' | 'outbound';
  readonly traffic: Traffic;
}

/** Finds what is behind the elements of one caller's graph. */
export interface Look {
  /** Null where it is not on the graph. */
  readonly behind: (element: string) => Behind | null;
  /** Calls between single nodes that any of these flows is part of. */
  readonly callsOf: (flows: readonly Flow[]) => readonly GraphEdge[];
}

/** Looks behind a graph that `projectGraph` made of the same reading and question: every id of it is known here, and no other. */
export const lookBehind = (mesh: MeshFlows, facts: MeshFacts | null, question: GraphQuestion, graph: LookedAt): Look =>
  atOnce(lookBehindInSteps(mesh, facts, question, graph));

type LookedAt = Pick<TrafficGraph, 'gathered' | 'edges'>;

/** The same, bit by bit. */
export function* lookBehindInSteps(
  mesh: MeshFlows,
  facts: MeshFacts | null,
  question: GraphQuestion,
  { gathered, edges }: LookedAt,
): InSteps<Look> {
  const sketch = yield* sketchGraph(mesh, facts, question);
  yield;
  // Whether it was too much to read was decided already.
  const wish = { ...wishOf(question, sketch.frame.namespaces), most: 0 };
  const gathering = gathered && (yield* gatheringOf(sketch, wish, facts));
  yield;
  const told = index(mesh.byAmbient[question.ambient ?? 'total'], keyOf);
  yield;
  const scene: Scene = { sketch, placed: sketch.tallies.flatMap(({ placed }) => placed), gathering, told };
  const callsByFlow = index(scene.placed, ({ flow }) => keyOf(flow));
  return {
    behind(element) {
      const call = edges.find(({ id }) => id === element);
      if (call) return behindCall(call, scene);
      const members = membersOf(element, scene);
      return members.length > 0 ? behindNode(element, members, scene) : behindCompared(element, scene);
    },
    callsOf(flows) {
      const ids = new Set(flows.flatMap((flow) => (callsByFlow.get(keyOf(flow)) ?? []).map(edgeIdOf)));
      return sketch.edges.filter(({ id }) => ids.has(id));
    },
  };
}

interface Scene {
  readonly sketch: Sketch;
  readonly placed: readonly PlacedFlow[];
  readonly gathering: Gathering | null;
  /** Flows as they were read, by what tells them apart. */
  readonly told: ReadonlyMap<string, readonly Flow[]>;
}

/** The nodes that an element is drawn for; those of a group also while it is open. */
function membersOf(element: string, { sketch: { nodes }, gathering }: Scene): readonly GraphNode[] {
  return nodes.filter(({ id }) => {
    const groups = gathering?.chains.get(id) ?? [];
    const drawn = gathering?.drawn.get(id) ?? null;
    return (drawn?.id ?? id) === element || (gathering?.open.has(element) === true && groups.some((group) => group.id === element));
  });
}

/**
 * What is drawn only beside another window: an application that has several workloads there is a group in both, and here one workload
 * that stands for itself.
 */
function behindCompared(element: string, scene: Scene): Behind | null {
  const compared = asCompared(element, scene);
  if (!compared) return null;
  const members = membersOf(element, compared);
  if (members.length > 0) return behindNode(element, members, compared);
  const place = groupPlaces(null, compared);
  const [call] = flowsAt(compared, place, (placed) => edgeIdOf(placed) === element);
  return call ? behindCall({ id: element, from: call.placed.from.id, to: call.placed.to.id }, compared) : null;
}

/** The scene with those applications as groups that the element names. */
function asCompared(element: string, scene: Scene): Scene | null {
  const { sketch, gathering } = scene;
  if (gathering?.plan.by !== 'app') return null;
  const ends = element.replace(/:[a-z0-9]+$/, '').split('>');
  const groups = sketch.nodes.flatMap(({ id, namespace, app }): readonly (readonly [string, Group])[] => {
    const group = namespace === null || app === null || gathering.drawn.get(id) ? null : groupOf.app(namespace, app);
    return group && [element, ...ends].includes(group.id) ? [[id, group]] : [];
  });
  if (groups.length === 0) return null;
  const chains = new Map([...gathering.chains, ...groups.map(([id, group]) => [id, [group]] as const)]);
  const drawn = new Map([...gathering.drawn, ...groups]);
  return { ...scene, gathering: { ...gathering, chains, drawn } };
}

function behindCall(call: Pick<GraphEdge, 'id' | 'from' | 'to'>, scene: Scene): Behind {
  const { id, from, to } = call;
  const place = groupPlaces(null, scene);
  const isMine = (placed: PlacedFlow): boolean => edgeIdOf(placed) === id;
  const mine = flowsAt(scene, place, isMine);
  const passesFrom = mine.some(({ placed }) => placed.goesOn);
  const matter = matterOf(mine, scene);
  const passesTo = mine.some(({ placed }) => placed.to.kind === 'waypoint' && placed.flow.to.id !== placed.to.id);
  return {
    id,
    kind: 'call',
    members: [],
    ends: {
      from: passesFrom ? null : membersOf(from, scene),
      to: !passesTo ? membersOf(to, scene) : passesFrom ? targetsOf(matter.flows) : null,
    },
    ...matter,
    trafficIn: (other) => directed('inbound', moved(scene.sketch.place(other), place).filter(isMine)),
  };
}

function behindNode(element: string, members: readonly GraphNode[], scene: Scene): Behind {
  const place = groupPlaces({ element, members: new Set(members.map(({ id }) => id)) }, scene);
  const isInto = ({ to }: PlacedFlow): boolean => to.id === element;
  const isOutOf = ({ from }: PlacedFlow): boolean => from.id === element;
  const mine = flowsAt(scene, place, (placed) => isInto(placed) || isOutOf(placed));
  const isPassed = mine.some(({ placed }) => placed.to.kind === 'waypoint' && isInto(placed) && placed.flow.to.id !== element);
  const matter = matterOf(mine, scene);
  const isDoor = element === idOf.entering;
  const gateways = scene.sketch.nodes.filter(({ id }) => matter.calls.some(({ to }) => to === id));
  return {
    id: element,
    kind: 'node',
    members,
    ends: { from: isPassed ? null : members, to: isPassed ? targetsOf(matter.flows) : isDoor ? gateways : members },
    ...matter,
    trafficIn: (other) => {
      // What may not be seen has no rate.
      if (members.some(({ kind }) => kind === 'restricted')) return [];
      const all = moved(scene.sketch.place(other), place);
      return [...directed('inbound', all.filter(isInto)), ...directed('outbound', all.filter(isOutOf))];
    },
  };
}

/**
 * The group that a place is drawn in. What is not on the graph, such as a version of an hour ago, is drawn where its siblings
 * are. `whole`: a group that is open, told as if it were shut.
 */
function groupPlaces(whole: { readonly element: string; readonly members: ReadonlySet<string> } | null, { sketch, gathering }: Scene) {
  if (!gathering) return () => null;
  const { drawn, open, chains } = gathering;
  const shut = whole !== null && open.has(whole.element) ? whole : null;
  const groupFor = (id: string): Group | null =>
    shut?.members.has(id) === true ? ((chains.get(id) ?? []).find((group) => group.id === shut.element) ?? null) : (drawn.get(id) ?? null);
  const siblings = siblingGroups(sketch.nodes, groupFor);
  return (place: Place): Group | null => (drawn.has(place.id) ? groupFor(place.id) : siblings(place));
}

interface Mine {
  readonly single: PlacedFlow;
  readonly placed: PlacedFlow;
}

function flowsAt(
  { placed: all, gathering }: Scene,
  place: (place: Place) => Group | null,
  isMine: (placed: PlacedFlow) => boolean,
): readonly Mine[] {
  const drawn = (single: PlacedFlow): readonly PlacedFlow[] => (gathering ? moved([single], place) : [single]);
  return all.flatMap((single) => drawn(single).flatMap((placed) => (isMine(placed) ? [{ single, placed }] : [])));
}

/** What came in through a gateway is told by what the gateway sent; a kind of request by all requests between the two. */
function matterOf(mine: readonly Mine[], { sketch, told }: Scene): Pick<Behind, 'calls' | 'flows'> {
  const ids = new Set(mine.map(({ single }) => edgeIdOf(single)));
  const doors = new Set(mine.flatMap(({ single: { flow } }) => (flow.from.id === idOf.entering ? [`${flow.to.id} ${flow.protocol}`] : [])));
  const through = doors.size === 0 ? [] : [...told.values()].flat().filter(({ from, protocol }) => doors.has(`${from.id} ${protocol}`));
  const flows = mine.flatMap(({ single: { flow } }) => told.get(keyOf(flow)) ?? []);
  return { calls: sketch.edges.filter(({ id }) => ids.has(id)), flows: [...new Set([...flows, ...through])] };
}

function directed(direction: Directed['direction'], placed: readonly PlacedFlow[]): readonly Directed[] {
  return sums(atOnce(tallyEdges(placed))).map(({ told }) => ({ direction, traffic: told }));
}

/** Where requests went on to. */
function targetsOf(flows: readonly Flow[]): readonly EndNode[] {
  const nodes = flows.map(({ to }): EndNode => {
    const named = 'namespace' in to ? { namespace: to.namespace, app: 'app' in to ? to.app : null } : { namespace: null, app: null };
    const kind = to.kind === 'host' || to.kind === 'nobody' ? 'outside' : to.kind;
    return { id: to.id, kind, name: to.name, ...named };
  });
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

const keyOf = ({ from, to, protocol, asked }: Flow): string =>
  `${from.id} ${to.id} ${protocol} ${asked?.namespace ?? ''} ${asked?.name ?? ''} ${asked?.host ?? ''}`;

function index<T>(all: readonly T[], keyFor: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const key = keyFor(one);
    const known = found.get(key);
    if (known) known.push(one);
    else found.set(key, [one]);
  }
  return found;
}
