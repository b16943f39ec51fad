import type { Ending, GraphEdge, Protocol, ReportedBy } from '@vigla/contract/graph';
import type { DurationSeconds } from '@vigla/contract/units';
import { judgeTraffic, type Tolerance } from '../health/index.ts';
import { noAmounts } from './amounts.ts';
import type { Durations, Flow } from './flows.ts';
import type { Place } from './places.ts';
import { addEnding, addPart, emptyTally, flowed, measuredOf, type TrafficTally, trafficOf } from './traffic-tally.ts';

/** All flows that are drawn as one edge. */
export interface EdgeTally {
  readonly id: string;
  readonly from: Place;
  readonly to: Place;
  readonly protocol: Protocol;
  readonly traffic: TrafficTally;
  /** The flows whose callers tell how they saw requests end, and may be heard. */
  readonly told: { readonly flow: Flow; readonly host: string | null }[];
  readonly reporters: Set<ReportedBy>;
  /** Some of it found a workload to go to. */
  reached: boolean;
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
  /** Whether the workload that sends all this is not the reader's to see, though the place it is drawn from may be. */
  readonly isCallerHidden: boolean;
  /** The way on from a stop, such as a service: the same traffic has come to `from` just before. */
  readonly goesOn: boolean;
}

/** The id of the edge that a flow is part of. */
export const edgeIdOf = ({ from, to, flow }: Pick<PlacedFlow, 'from' | 'to' | 'flow'>): string => `${from.id}>${to.id}:${flow.protocol}`;

/** One edge per (from, to, protocol). */
export function tallyEdges(placed: readonly PlacedFlow[]): readonly EdgeTally[] {
  const edges = new Map<string, EdgeTally>();
  for (const one of placed) {
    const { from, to, flow, host, isCallerHidden } = one;
    const id = edgeIdOf(one);
    const edge = edges.get(id) ?? emptyEdge(id, from, to, flow.protocol);
    edges.set(id, edge);
    addFlow(edge, { flow, host, isCallerHidden });
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
  told: [],
  reporters: new Set(),
  reached: false,
  source: 0,
  destination: 0,
  secure: 0,
  plain: 0,
  hosts: new Set(),
  sourcePrincipals: new Set(),
  destinationPrincipals: new Set(),
});

function addFlow(edge: EdgeTally, { flow, host, isCallerHidden }: Pick<PlacedFlow, 'flow' | 'host' | 'isCallerHidden'>): void {
  const { bytesPerSecond } = flow;
  addPart(edge.traffic, { endings: flow.endings.map((ending) => ({ ...ending, host })), bytesPerSecond, ...measuredBeyond(edge, flow) });
  if (!isCallerHidden && isToldByCaller(flow)) edge.told.push({ flow, host });
  edge.reporters.add(flow.reportedBy);
  edge.reached ||= flow.to.kind === 'workload' || flow.to.kind === 'app';
  if (flow.sourcePerSecond !== null && flow.destinationPerSecond !== null) {
    edge.source += flow.sourcePerSecond;
    edge.destination += flow.destinationPerSecond;
  }
  edge.secure += flow.securePerSecond;
  edge.plain += flow.plainPerSecond;
  if (!isCallerHidden) for (const principal of flow.sourcePrincipals) edge.sourcePrincipals.add(principal);
  if (edge.to.kind !== 'restricted') for (const principal of flow.destinationPrincipals) edge.destinationPrincipals.add(principal);
}

/** What the other side's proxies measured is the other side's to show. Requests that reached nobody took no time to serve. */
function measuredBeyond({ to }: EdgeTally, flow: Flow): Pick<Flow, 'amounts'> & { readonly durations: readonly Durations[] } {
  const isHidden = to.kind === 'restricted';
  return {
    amounts: isHidden && flow.protocol !== 'tcp' ? noAmounts : flow.amounts,
    durations: isHidden || flow.durations === null || flow.to.kind === 'service' ? [] : [flow.durations],
  };
}

const isToldByCaller = ({ protocol, reportedBy }: Flow): boolean =>
  protocol !== 'tcp' && (reportedBy === 'both' || reportedBy === 'source');

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
    endings: edge.protocol === 'tcp' ? [] : ordered(edge.traffic.endings),
    callerSaw: isRestricted ? [] : callersSaw(edge),
    reportedBy: togetherReportedBy(edge.reporters),
    agreement: isRestricted || edge.source === 0 ? null : edge.destination / edge.source,
    mtlsRatio: edge.to.kind === 'restricted' || told === 0 ? null : Math.min(1, edge.secure / told),
    hosts: [...edge.hosts].sort(),
    sourcePrincipals: [...edge.sourcePrincipals].sort(),
    destinationPrincipals: [...edge.destinationPrincipals].sort(),
    health,
  };
}

/** How all callers of an edge saw requests end, if any of them saw it otherwise than what was settled on. */
function callersSaw({ told }: EdgeTally): Ending[] {
  if (told.every(({ flow }) => flow.callerSaw === null)) return [];
  const seen = new Map<string, Ending>();
  for (const { flow, host } of told)
    for (const ending of flow.callerSaw ?? flow.endings) addEnding(seen, { ...ending, reporter: 'source', host });
  return ordered(seen);
}

/** The endings that occurred, most frequent first. They name their host only where there is a choice of several. */
function ordered(endings: ReadonlyMap<string, Ending>): Ending[] {
  const flowing = [...endings.values()].filter(({ requestsPerSecond }) => requestsPerSecond > 0);
  const isOneHost = new Set(flowing.map(({ host }) => host)).size < 2;
  return (isOneHost ? flowing.map((ending) => ({ ...ending, host: null })) : flowing).sort(byRate);
}

function byRate(a: GraphEdge['endings'][number], b: GraphEdge['endings'][number]): number {
  const [x, y] = [a, b].map(({ code, flags, reporter, host }) => `${code} ${flags} ${reporter} ${host ?? ''}`);
  return b.requestsPerSecond - a.requestsPerSecond || ((x ?? '') < (y ?? '') ? -1 : 1);
}

/** A waypoint's word covers an edge only if all of it went through a waypoint. */
function togetherReportedBy(reporters: ReadonlySet<ReportedBy>): ReportedBy {
  const [only, ...others] = reporters;
  return only !== undefined && others.length === 0 ? only : 'both';
}

/** Whether an edge is at rest: known, and nothing flowed in the window. */
export const atRest = ({ traffic }: EdgeTally): boolean => !flowed(traffic);
