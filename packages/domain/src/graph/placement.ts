import type { MeshFacts } from '../inventory/index.ts';
import { anyAmount } from './amounts.ts';
import type { Flow, MeshFlows } from './flows.ts';
import { foldWaypoints } from './fold-waypoints.ts';
import type { GraphQuestion } from './graph-question.ts';
import { locateFacts, type LocatedFacts } from './locate-facts.ts';
import { placeFlow, type Sight } from './place-flow.ts';
import { createPlaces, type Place, type Places } from './places.ts';
import type { PlacedFlow } from './tally-edges.ts';
import { throughDoors } from './through-doors.ts';

/** Where the flows of a reading are drawn. */
export interface Placement {
  readonly known: LocatedFacts;
  readonly places: Places;
  readonly sight: Sight;
  /** Ids of waypoints whose hops were left out. */
  readonly folded: ReadonlySet<string>;
  readonly placed: readonly PlacedFlow[];
  /**
   * The flows of another reading at the places that they have in this one: a part of the mesh, at another instant, says too little by
   * itself of services and waypoints.
   */
  readonly place: (other: MeshFlows) => readonly PlacedFlow[];
}

/** Finds the place of every flow, as one caller may see it and wishes it drawn. */
export function placeFlows(mesh: MeshFlows, facts: MeshFacts | null, question: GraphQuestion): Placement {
  const { groupBy, namespaces, visible, services = false, operations = false, ambient = 'total' } = question;
  const maySee = (namespace: string): boolean => visible.all || visible.namespaces.has(namespace);
  const chosen = new Set(namespaces.filter(maySee));
  const isChosen = (namespace: string | null): boolean =>
    namespace !== null && maySee(namespace) && (namespaces.length === 0 || chosen.has(namespace));
  const sight = { maySee, isChosen };

  const known = locateFacts(facts, mesh.clusters);
  const { flows: told, folded, ...waypoints } = foldWaypoints(mesh.byAmbient[ambient], known);
  const flows = [...told, ...throughDoors(told, known)];
  const places = createPlaces(flows, known, { groupBy, services });
  // Hops are told by node proxies, whose word on traffic may not be wanted.
  const through = ambient === 'total' ? waypoints.through : foldWaypoints(mesh.flows, known).through;
  const waypointOf = (flow: Flow): Place | null => {
    const waypoint = question.waypoints === true ? through(flow) : null;
    return waypoint && places.end(waypoint);
  };
  const stops = { services: services && groupBy !== 'service', operations, waypointOf };
  const placeAll = (all: readonly Flow[]): readonly PlacedFlow[] =>
    all.filter((flow) => !isMemory(flow)).flatMap((flow) => placeFlow(flow, places, sight, stops));
  return {
    known,
    places,
    sight,
    folded,
    placed: placeAll(flows),
    place: (other) => {
      const rest = foldWaypoints(other.byAmbient[ambient], known).flows;
      return placeAll([...rest, ...throughDoors(rest, known)]);
    },
  };
}

/** Nothing flowed, and one end is no workload: proxies remember an hour-old refusal for as long as they live. */
const isMemory = ({ from, to, endings, bytesPerSecond, amounts }: Flow): boolean =>
  [from, to].some(({ kind }) => kind !== 'workload' && kind !== 'app') &&
  (bytesPerSecond ?? 0) === 0 &&
  !anyAmount(amounts) &&
  endings.every(({ requestsPerSecond }) => requestsPerSecond === 0);
