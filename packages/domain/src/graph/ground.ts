import type { Ambient } from '@vigla/contract/graph';
import type { HealthRules, Tolerance } from '../health/index.ts';
import type { MeshFacts } from '../inventory/index.ts';
import { atOnce, eachInSteps, type InSteps } from '../steps/index.ts';
import { anyAmount } from './amounts.ts';
import { type CallSum, wholeSum } from './call-sum.ts';
import type { nodeOf } from './describe-node.ts';
import type { Drawing, DrawnFlows, Stops, Style } from './drawing.ts';
import { createNodes } from './drawn-nodes.ts';
import type { End } from './end.ts';
import type { Flow, MeshFlows } from './flows.ts';
import { foldWaypoints } from './fold-waypoints.ts';
import { locateFacts, type LocatedFacts } from './locate-facts.ts';
import { idlePlaces } from './idle-places.ts';
import { neighbourhood } from './neighbourhood.ts';
import { kept, once } from './once.ts';
import { type PlaceFacts, placeFacts } from './place-facts.ts';
import { createPlaces, type Place, type Places } from './places.ts';
import { throughDoors } from './through-doors.ts';
import { createTolerances } from './tolerances-of.ts';

/** What all pictures of a reading have in common, whoever looks at it: most of the work of a picture, done once. */
export interface Ground {
  readonly known: LocatedFacts;
  readonly factsOf: (place: Place) => PlaceFacts;
  readonly tolerancesOf: (rules: HealthRules) => (place: Place) => readonly Tolerance[];
  /** Draws a node, unless it was drawn last time and nothing is different. */
  readonly nodeAt: typeof nodeOf;
  readonly drawing: (style: Style) => InSteps<Drawing>;
}

/** Sums of flows are of the reading alone; what the cluster says changes more often. */
const sumsOf = once((mesh: MeshFlows) => kept((flow: Flow) => wholeSum(flow, mesh.window)));

function groundsOf(mesh: MeshFlows, facts: MeshFacts | null): (flows: readonly Flow[]) => Ground {
  const known = locateFacts(facts, mesh.clusters);
  // Hops are told by node proxies, whose word on traffic may not be wanted: which waypoint a call went through, all tell.
  const { through } = foldWaypoints(mesh.flows, known);
  return kept((flows: readonly Flow[]) => createGround(flows, known, { sumOf: sumsOf(mesh), through }));
}

const unexplained = once((mesh: MeshFlows) => groundsOf(mesh, null));
const explained = once((mesh: MeshFlows) => once((facts: MeshFacts) => groundsOf(mesh, facts)));

/** The ground of a reading, as one state of the cluster explains it, by the word of those proxies that count. */
export function groundOf(mesh: MeshFlows, facts: MeshFacts | null, ambient: Ambient): Ground {
  return (facts === null ? unexplained(mesh) : explained(mesh)(facts))(mesh.byAmbient[ambient]);
}

/** Each is added up in some hundredths of a millisecond. */
const flowsAtOnce = 100;

interface Told {
  readonly sumOf: (flow: Flow) => CallSum;
  /** The waypoint that a call went through; null where it went straight. */
  readonly through: (flow: Flow) => End | null;
}

function createGround(told: readonly Flow[], known: LocatedFacts, { sumOf, through }: Told): Ground {
  const { flows, folded } = unfolded(told, known);
  const near = neighbourhood(flows, known);
  const factsOf = (place: Place): PlaceFacts => placeFacts(known, place);
  const drawings = new Map<string, Drawing>();
  function* drawnAt(style: Style, all: readonly Flow[], sum: Told['sumOf']): InSteps<DrawnFlows> {
    const places = createPlaces(near, known, style);
    const drawn: DrawnFlows['flows'][number][] = [];
    yield* eachInSteps(all, flowsAtOnce, (flow) => {
      if (!isMemory(flow)) drawn.push({ flow, caller: places.caller(flow), callee: places.callee(flow), sum: sum(flow) });
    });
    return { places, stops: stopsOf(style, places, through), flows: drawn };
  }
  function* draw(style: Style): InSteps<Drawing> {
    const drawn = yield* drawnAt(style, flows, sumOf);
    yield;
    return {
      ...drawn,
      resting: (isChosen) => idlePlaces(known, drawn.places, { ...style, isChosen }).filter(({ place }) => !folded.has(place.id)),
      // Places of its own: this reading must not remember what is only in others.
      elsewhere: (others, window) => atOnce(drawnAt(style, unfolded(others, known).flows, (flow) => wholeSum(flow, window))),
    };
  }
  return {
    known,
    factsOf,
    tolerancesOf: kept((rules: HealthRules) => createTolerances(factsOf, rules)),
    nodeAt: createNodes(),
    *drawing({ groupBy, services, operations, waypoints }) {
      const key = `${groupBy} ${services} ${operations} ${waypoints}`;
      const ready = drawings.get(key);
      if (ready) return ready;
      const drawing = yield* draw({ groupBy, services, operations, waypoints });
      // Somebody else may have drawn it between two steps, and what was made of that goes with it.
      const first = drawings.get(key) ?? drawing;
      drawings.set(key, first);
      return first;
    },
  };
}

/** What flowed, through gateways too, without what waypoints only repeat. */
function unfolded(told: readonly Flow[], known: LocatedFacts) {
  const { flows, folded } = foldWaypoints(told, known);
  return { flows: [...flows, ...throughDoors(flows, known)], folded };
}

/** Where calls stop on their way; null where nobody wants to see that. */
function stopsOf({ groupBy, operations, ...style }: Style, places: Places, waypointOf: (flow: Flow) => End | null): Stops | null {
  const services = style.services && groupBy !== 'service';
  if (!services && !operations && !style.waypoints) return null;
  const drawn = (flow: Flow): Place | null => {
    const waypoint = style.waypoints ? waypointOf(flow) : null;
    return waypoint && places.end(waypoint);
  };
  return { services, operations, waypointOf: drawn };
}

/** Nothing flowed, and one end is no workload: proxies remember an hour-old refusal for as long as they live. */
const isMemory = ({ from, to, endings, bytesPerSecond, amounts }: Flow): boolean =>
  [from, to].some(({ kind }) => kind !== 'workload' && kind !== 'app') &&
  (bytesPerSecond ?? 0) === 0 &&
  !anyAmount(amounts) &&
  endings.every(({ requestsPerSecond }) => requestsPerSecond === 0);
