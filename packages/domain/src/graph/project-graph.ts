import type { Gather, GraphNode, GroupBy, TrafficGraph } from '@vigla/contract/graph';
import type { EpochSeconds } from '@vigla/contract/units';
import { type HealthRules, plainRules, type Tolerance, tolerancesFor } from '../health/index.ts';
import { type MeshFacts, serviceKey, type WorkloadFacts } from '../inventory/index.ts';
import { nodeOf } from './describe-node.ts';
import { idOf } from './end.ts';
import type { Flow, MeshFlows } from './flows.ts';
import { foldWaypoints } from './fold-waypoints.ts';
import { gatherGraph } from './gather-graph.ts';
import { createPlaces, type Place, type Places } from './places.ts';
import { throughDoors } from './through-doors.ts';
import { atRest, edgeIdOf, type EdgeTally, edgeOf, type PlacedFlow, tallyEdges } from './tally-edges.ts';

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
  /** Also what is known and at rest. */
  readonly idle: boolean;
  /** How traffic is judged; Vigla's own way where absent. */
  readonly health?: HealthRules;
  /** Into which groups it is gathered; not at all where absent. */
  readonly gather?: Gather;
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
export function projectGraph(
  { flows: all, window, newestSampleAt }: MeshFlows,
  facts: MeshFacts | null,
  question: GraphQuestion,
): TrafficGraph {
  const { at, groupBy, namespaces, visible } = question;
  const maySee = (namespace: string): boolean => visible.all || visible.namespaces.has(namespace);
  const chosen = new Set(namespaces.filter(maySee));
  const isChosen = (namespace: string | null): boolean =>
    namespace !== null && maySee(namespace) && (namespaces.length === 0 || chosen.has(namespace));

  const { flows: told, folded } = foldWaypoints(all, facts);
  const flows = [...told, ...throughDoors(told, facts)];
  const places = createPlaces(flows, facts, groupBy);
  const placed = flows.filter((flow) => !isMemory(flow)).flatMap((flow) => place(flow, places, { maySee, isChosen }));
  const edges = tallyEdges(placed).filter((edge) => !atRest(edge) || (question.idle && isKnown(edge, facts)));
  const resting = question.idle && facts ? idlePlaces(facts, places, groupBy, isChosen).filter(({ id }) => !folded.has(id)) : [];
  const around = new Map([...resting, ...edges.flatMap(({ from, to }) => [from, to])].map((node) => [node.id, node]));
  const tolerancesOf = createTolerances(facts, question.health ?? plainRules);
  const nodes = describe(around, edges, { facts, tolerancesOf, window, anythingMeasured: all.length > 0 || newestSampleAt !== null });
  const single = { nodes, edges: edges.map((edge) => edgeOf(edge, window, tolerancesOf(edge.to))) };
  const wish = { gather: question.gather ?? 'none', open: question.open ?? [], namespaces: [...chosen] };
  const drawn = new Set(edges.map(({ id }) => id));
  const gathered = gatherGraph({ ...single, placed: placed.filter((one) => drawn.has(edgeIdOf(one))) }, wish, { facts, window });
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

/** Nothing flowed, and one end is no workload: proxies remember an hour-old refusal for as long as they live. */
const isMemory = ({ from, to, endings, bytesPerSecond }: Flow): boolean =>
  [from, to].some(({ kind }) => kind !== 'workload' && kind !== 'app') &&
  (bytesPerSecond ?? 0) === 0 &&
  endings.every(({ requestsPerSecond }) => requestsPerSecond === 0);

interface Sight {
  readonly maySee: (namespace: string) => boolean;
  readonly isChosen: (namespace: string | null) => boolean;
}

function place(flow: Flow, places: Places, { maySee, isChosen }: Sight): readonly PlacedFlow[] {
  // A place may be in another namespace than the workload it stands for: the caller must be allowed to see both.
  const isHidden = (...all: readonly (string | null)[]): boolean => all.some((namespace) => namespace !== null && !maySee(namespace));
  const [caller, callee] = [places.caller(flow), places.callee(flow)];
  const from = isHidden(caller.namespace, namespaceOf(flow.from)) ? restricted(idOf.restrictedCallers) : caller;
  const to = isHidden(callee.namespace, namespaceOf(flow.to)) ? restricted(idOf.restrictedTargets) : callee;
  return isChosen(from.namespace) || isChosen(to.namespace) ? [{ from, to, flow, host: hostOf(flow, { from, to, maySee }) }] : [];
}

/** A name is shown if it is a service's of a namespace that may be seen, or one outside that a visible caller asked for. */
function hostOf({ asked }: Flow, { from, to, maySee }: { from: Place; to: Place; maySee: Sight['maySee'] }): string | null {
  if (asked === null || to.kind === 'restricted') return null;
  const isShown = asked.namespace === null ? from.kind !== 'restricted' : maySee(asked.namespace);
  return isShown ? asked.host : null;
}

const namespaceOf = (end: Flow['from']): string | null => ('namespace' in end ? end.namespace : null);

const restricted = (id: string): Place => ({ id, kind: 'restricted', namespace: null, name: '', app: null, version: null });

/** A pair at rest is worth drawing while both ends exist; proxies remember long gone peers. */
function isKnown({ from, to }: EdgeTally, facts: MeshFacts | null): boolean {
  return [from, to].every((end) => {
    if (end.kind === 'restricted' || end.kind === 'outside' || end.kind === 'external') return false;
    return facts === null || end.kind === 'app' || end.kind === 'service' || facts.workloads.has(`${end.namespace ?? ''}/${end.name}`);
  });
}

function idlePlaces(facts: MeshFacts, places: Places, groupBy: GroupBy, isChosen: Sight['isChosen']): readonly Place[] {
  const workloads = [...facts.workloads.values()].filter(({ namespace, role }) => isChosen(namespace) && role !== 'infrastructure');
  if (groupBy !== 'service') return workloads.map(({ namespace, name }) => places.workload(namespace, name));
  const services = [...facts.services.values()].filter(
    ({ namespace, workloads: behind }) => isChosen(namespace) && !behind.some((key) => facts.workloads.get(key)?.role),
  );
  const alone = workloads.filter(({ services: mine, role }) => mine.length === 0 || role === 'gateway' || role === 'waypoint');
  return [
    ...services.map(({ namespace, name }) => places.service(namespace, name)),
    ...alone.map(({ namespace, name }) => places.workload(namespace, name)),
  ];
}

interface Backdrop {
  readonly facts: MeshFacts | null;
  readonly tolerancesOf: (place: Place) => readonly Tolerance[];
  readonly window: MeshFlows['window'];
  readonly anythingMeasured: boolean;
}

function describe(
  around: ReadonlyMap<string, Place>,
  edges: readonly EdgeTally[],
  { facts, tolerancesOf, window, anythingMeasured }: Backdrop,
): GraphNode[] {
  const incoming = new Map<string, EdgeTally[]>();
  const outgoing = new Map<string, EdgeTally[]>();
  for (const edge of edges) {
    push(incoming, edge.to.id, edge);
    push(outgoing, edge.from.id, edge);
  }
  const workloadsOf = createWorkloads(facts);
  const nodes = [...around.values()].map((node) => {
    const service = node.kind === 'service' ? facts?.services.get(`${node.namespace ?? ''}/${node.name}`) : undefined;
    const matter = {
      place: node,
      incoming: incoming.get(node.id) ?? [],
      outgoing: outgoing.get(node.id) ?? [],
      badges: service?.badges ?? [],
    };
    return nodeOf({ ...matter, workloads: workloadsOf(node), tolerances: tolerancesOf(node), anythingMeasured }, window);
  });
  return nodes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function push<V>(index: Map<string, V[]>, key: string, value: V): void {
  const found = index.get(key);
  if (found) found.push(value);
  else index.set(key, [value]);
}

/** The workloads a node stands for, as Kubernetes knows them; null where it knows none. */
function createWorkloads(facts: MeshFacts | null): (place: Place) => readonly WorkloadFacts[] | null {
  const byApp = new Map<string, WorkloadFacts[]>();
  for (const workload of facts?.workloads.values() ?? [])
    push(byApp, serviceKey({ namespace: workload.namespace, name: workload.app }), workload);
  return ({ kind, namespace, name }) => {
    const key = `${namespace ?? ''}/${name}`;
    if (facts === null || namespace === null) return null;
    if (kind === 'app') return byApp.get(key) ?? null;
    if (kind !== 'service') return listOrNull([facts.workloads.get(key)]);
    return listOrNull((facts.services.get(key)?.workloads ?? []).map((workload) => facts.workloads.get(workload)));
  };
}

function listOrNull<T>(found: readonly (T | undefined)[]): readonly T[] | null {
  const list = found.filter((one) => one !== undefined);
  return list.length > 0 ? list : null;
}

/** What a workload's owner put up with counts most, then its service's, then what the operator's rules say. */
function createTolerances(facts: MeshFacts | null, rules: HealthRules): (place: Place) => readonly Tolerance[] {
  const made = new Map<string, readonly Tolerance[]>();
  return (judged) => {
    const ready = made.get(judged.id) ?? tolerancesFor(rules, judgedOf(judged), annotated(judged, facts));
    made.set(judged.id, ready);
    return ready;
  };
}

const judgedOf = ({ namespace, kind, name }: Place) =>
  namespace === null ? null : { namespace, name, kind: kind === 'service' || kind === 'app' ? kind : ('workload' as const) };

function annotated({ kind, namespace, name }: Place, facts: MeshFacts | null): readonly Tolerance[] | null {
  const key = `${namespace ?? ''}/${name}`;
  if (kind === 'service') return facts?.services.get(key)?.tolerances ?? null;
  const workload = facts?.workloads.get(key);
  const ofService = workload?.services.map((service) => facts?.services.get(service)?.tolerances).find((tolerances) => tolerances);
  return workload?.tolerances ?? ofService ?? null;
}
