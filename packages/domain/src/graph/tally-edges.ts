import type { GraphEdge, Protocol, ReportedBy } from '@vigla/contract/graph';
import type { DurationSeconds } from '@vigla/contract/units';
import { judgeTraffic, type Tolerance } from '../health/index.ts';
import type { Flow } from './flows.ts';
import type { Place } from './places.ts';
import { addPart, emptyTally, flowed, measuredOf, type TrafficTally, trafficOf } from './traffic-tally.ts';

/** All flows that are drawn as one edge. */
export interface EdgeTally {
  readonly id: string;
  readonly from: Place;
  readonly to: Place;
  readonly protocol: Protocol;
  readonly traffic: TrafficTally;
  readonly reporters: Set<ReportedBy>;
  source: number;
  destination: number;
  secure: number;
  plain: number;
  readonly hosts: Set<string>;
  readonly sourcePrincipals: Set<string>;
  readonly destinationPrincipals: Set<string>;
}

/** A flow between the two places where it is drawn. */
export interface PlacedFlow {
  readonly from: Place;
  readonly to: Place;
  readonly flow: Flow;
  /** By which name the target was asked for; null where that name is not the caller's to see. */
  readonly host: string | null;
}

/** The id of the edge that a flow is part of. */
export const edgeIdOf = ({ from, to, flow }: Pick<PlacedFlow, 'from' | 'to' | 'flow'>): string => `${from.id}>${to.id}:${flow.protocol}`;

/** One edge per (from, to, protocol). */
export function tallyEdges(placed: readonly PlacedFlow[]): readonly EdgeTally[] {
  const edges = new Map<string, EdgeTally>();
  for (const one of placed) {
    const { from, to, flow, host } = one;
    const id = edgeIdOf(one);
    const edge = edges.get(id) ?? emptyEdge(id, from, to, flow.protocol);
    edges.set(id, edge);
    addFlow(edge, flow);
    if (host !== null) edge.hosts.add(host);
  }
  return [...edges.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const emptyEdge = (id: string, from: Place, to: Place, protocol: Protocol): EdgeTally => ({
  id,
  from,
  to,
  protocol,
  traffic: emptyTally(protocol),
  reporters: new Set(),
  source: 0,
  destination: 0,
  secure: 0,
  plain: 0,
  hosts: new Set(),
  sourcePrincipals: new Set(),
  destinationPrincipals: new Set(),
});

function addFlow(edge: EdgeTally, flow: Flow): void {
  // What the other side's proxies measured is the other side's to show.
  const durations = edge.to.kind === 'restricted' || flow.durations === null || flow.to.kind === 'service' ? [] : [flow.durations];
  addPart(edge.traffic, { endings: flow.endings, bytesPerSecond: flow.bytesPerSecond, durations });
  edge.reporters.add(flow.reportedBy);
  if (flow.sourcePerSecond !== null && flow.destinationPerSecond !== null) {
    edge.source += flow.sourcePerSecond;
    edge.destination += flow.destinationPerSecond;
  }
  edge.secure += flow.securePerSecond;
  edge.plain += flow.plainPerSecond;
  if (edge.from.kind !== 'restricted') for (const principal of flow.sourcePrincipals) edge.sourcePrincipals.add(principal);
  if (edge.to.kind !== 'restricted') for (const principal of flow.destinationPrincipals) edge.destinationPrincipals.add(principal);
}

/** An edge as it crosses the wire. An edge with a restricted end says only what the other end knows by itself. */
export function edgeOf(edge: EdgeTally, window: DurationSeconds, tolerances: readonly Tolerance[] | undefined): GraphEdge {
  const isRestricted = edge.from.kind === 'restricted' || edge.to.kind === 'restricted';
  const told = edge.secure + edge.plain;
  const { health } = judgeTraffic([measuredOf(edge.traffic)], { windowSeconds: window, direction: 'inbound', tolerances });
  return {
    id: edge.id,
    from: edge.from.id,
    to: edge.to.id,
    traffic: trafficOf(edge.traffic, window),
    endings:
      edge.protocol === 'tcp' ? [] : [...edge.traffic.endings.values()].filter((ending) => ending.requestsPerSecond > 0).sort(byRate),
    callerSaw: [],
    reportedBy: togetherReportedBy(edge.reporters),
    agreement: isRestricted || edge.source === 0 ? null : edge.destination / edge.source,
    mtlsRatio: edge.to.kind === 'restricted' || told === 0 ? null : Math.min(1, edge.secure / told),
    hosts: [...edge.hosts].sort(),
    sourcePrincipals: [...edge.sourcePrincipals].sort(),
    destinationPrincipals: [...edge.destinationPrincipals].sort(),
    health,
  };
}

function byRate(a: GraphEdge['endings'][number], b: GraphEdge['endings'][number]): number {
  const [x, y] = [`${a.code} ${a.flags} ${a.reporter}`, `${b.code} ${b.flags} ${b.reporter}`];
  return b.requestsPerSecond - a.requestsPerSecond || (x < y ? -1 : 1);
}

/** A waypoint's word covers an edge only if all of it went through a waypoint. */
function togetherReportedBy(reporters: ReadonlySet<ReportedBy>): ReportedBy {
  const [only, ...others] = reporters;
  return only !== undefined && others.length === 0 ? only : 'both';
}

/** Whether an edge is at rest: known, and nothing flowed in the window. */
export const atRest = ({ traffic }: EdgeTally): boolean => !flowed(traffic);
