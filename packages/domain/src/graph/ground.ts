import type { Ambient, GroupBy } from '@vigla/contract/graph';
import type { HealthRules, Tolerance } from '../health/index.ts';
import type { MeshFacts } from '../inventory/index.ts';
import { anyAmount } from './amounts.ts';
import { type CallSum, wholeSum } from './call-sum.ts';
import type { nodeOf } from './describe-node.ts';
import { createNodes } from './drawn-nodes.ts';
import type { End } from './end.ts';
import type { Flow, MeshFlows } from './flows.ts';
import { foldWaypoints } from './fold-waypoints.ts';
import { locateFacts, type LocatedFacts } from './locate-facts.ts';
import { neighbourhood } from './neighbourhood.ts';
import { kept, once } from './once.ts';
import { createPlaceFacts, type PlaceFacts } from './place-facts.ts';
import { createPlaces, type Place, type Places } from './places.ts';
import { throughDoors } from './through-doors.ts';
import { createTolerances } from './tolerances-of.ts';

/** A flow and where its ends are drawn, before anybody looks who may see them. */
export interface DrawnFlow {
  readonly flow: Flow;
  readonly caller: Place;
  readonly callee: Place;
  /** What is known of it to somebody who may see all of it. */
  readonly sum: CallSum;
}

/** All flows of a reading under one grouping. */
export interface Drawing {
  readonly places: Places;
  readonly flows: readonly DrawnFlow[];
}

/** What all pictures of a reading have in common, whoever looks at it: most of the work of a picture, done once. */
export interface Ground {
  readonly known: LocatedFacts;
  readonly factsOf: (place: Place) => PlaceFacts;
  /** Ids of waypoints whose hops were left out. */
  readonly folded: ReadonlySet<string>;
  /** The waypoint that a call went through; null where it went straight. */
  readonly through: (flow: Flow) => End | null;
  readonly tolerancesOf: (rules: HealthRules) => (place: Place) => readonly Tolerance[];
  /** Draws a node, unless it was drawn last time and nothing is different. */
  readonly nodeAt: typeof nodeOf;
  /** `services`: services are nodes of their own. */
  readonly drawing: (groupBy: GroupBy, services: boolean) => Drawing;
}

/** Sums of flows are of the reading alone; the cluster changes more often than it. */
const readings = once((mesh: MeshFlows) => {
  const sumOf = kept((flow: Flow) => wholeSum(flow, mesh.window));
  const explainedBy = (facts: MeshFacts | null) => {
    const known = locateFacts(facts, mesh.clusters);
    return kept((flows: readonly Flow[]) => createGround(flows, known, sumOf));
  };
  return { unexplained: explainedBy(null), explained: once((facts: MeshFacts) => explainedBy(facts)) };
});

/** The ground of a reading, as one state of the cluster explains it, by the word of those proxies that count. */
export function groundOf(mesh: MeshFlows, facts: MeshFacts | null, ambient: Ambient): Ground {
  const { unexplained, explained } = readings(mesh);
  const ground = facts === null ? unexplained : explained(facts);
  // Hops are told by node proxies, whose word on traffic may not be wanted.
  return { ...ground(mesh.byAmbient[ambient]), through: ground(mesh.flows).through };
}

function createGround(told: readonly Flow[], known: LocatedFacts, sumOf: (flow: Flow) => CallSum): Ground {
  const { flows: unfolded, folded, through } = foldWaypoints(told, known);
  const flows = [...unfolded, ...throughDoors(unfolded, known)];
  const near = neighbourhood(flows, known);
  const worthDrawing = flows.filter((flow) => !isMemory(flow));
  const factsOf = createPlaceFacts(known);
  const drawings = new Map<string, Drawing>();
  const draw = (groupBy: GroupBy, services: boolean): Drawing => {
    const places = createPlaces(near, known, { groupBy, services });
    const drawn = (flow: Flow): DrawnFlow => ({
      flow,
      caller: places.caller(flow),
      callee: places.callee(flow),
      sum: sumOf(flow),
    });
    return { places, flows: worthDrawing.map(drawn) };
  };
  return {
    known,
    factsOf,
    tolerancesOf: kept((rules: HealthRules) => createTolerances(factsOf, rules)),
    nodeAt: createNodes(),
    folded,
    through,
    drawing(groupBy, services) {
      const key = `${groupBy} ${services}`;
      const drawing = drawings.get(key) ?? draw(groupBy, services);
      drawings.set(key, drawing);
      return drawing;
    },
  };
}

/** Nothing flowed, and one end is no workload: proxies remember an hour-old refusal for as long as they live. */
const isMemory = ({ from, to, endings, bytesPerSecond, amounts }: Flow): boolean =>
  [from, to].some(({ kind }) => kind !== 'workload' && kind !== 'app') &&
  (bytesPerSecond ?? 0) === 0 &&
  !anyAmount(amounts) &&
  endings.every(({ requestsPerSecond }) => requestsPerSecond === 0);
