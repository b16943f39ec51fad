import type { GraphEdge, Protocol } from '@vigla/contract/graph';
import { judgeTraffic, type Tolerance } from '../health/index.ts';
import { eachInSteps, type InSteps } from '../steps/index.ts';
import { type CallSum, sumOfCalls } from './call-sum.ts';
import type { Flow } from './flows.ts';
import type { Place } from './places.ts';
import { flowed, measuredOf } from './traffic-tally.ts';

/** A flow between the two places where it is drawn. */
export interface PlacedFlow {
  readonly from: Place;
  readonly to: Place;
  readonly flow: Flow;
  readonly sum: CallSum;
  /** The way on from a stop, such as a service: the same traffic has come to `from` just before. */
  readonly goesOn: boolean;
}

/** All flows that are drawn as one edge. */
export interface EdgeTally {
  readonly id: string;
  readonly from: Place;
  readonly to: Place;
  readonly protocol: Protocol;
  readonly placed: readonly PlacedFlow[];
  readonly sum: CallSum;
}

/** The id of the edge that a flow is part of. */
export const edgeIdOf = ({ from, to, flow }: Pick<PlacedFlow, 'from' | 'to' | 'flow'>): string => `${from.id}>${to.id}:${flow.protocol}`;

/** Each is added up in some hundredths of a millisecond. */
const callsAtOnce = 100;

/** One edge per (from, to, protocol). Order: by id. */
export function* tallyEdges(placed: readonly PlacedFlow[]): InSteps<readonly EdgeTally[]> {
  const found = new Map<string, Map<string, [PlacedFlow, ...PlacedFlow[]]>>();
  for (const one of placed) {
    const outgoing = found.get(one.from.id) ?? new Map<string, [PlacedFlow, ...PlacedFlow[]]>();
    if (outgoing.size === 0) found.set(one.from.id, outgoing);
    const key = `${one.to.id}:${one.sum.traffic.protocol}`;
    const known = outgoing.get(key);
    if (known) known.push(one);
    else outgoing.set(key, [one]);
  }
  yield;
  // Callers are few, and their ids followed by this sign begin no other: sorting them first makes all the rest short.
  const sorted = [...found]
    .map(([caller, outgoing]) => ({ caller: `${caller}>`, outgoing }))
    .sort((a, b) => (a.caller < b.caller ? -1 : 1))
    .flatMap(({ caller, outgoing }) =>
      [...outgoing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rest, flows]) => ({ id: caller + rest, flows })),
    );
  yield;
  const edges: EdgeTally[] = [];
  yield* eachInSteps(sorted, callsAtOnce, ({ id, flows }) => {
    const [{ from, to, sum }, ...others] = flows;
    const total = sumOfCalls([sum, ...others.map((one) => one.sum)]);
    edges.push({ id, from, to, protocol: sum.traffic.protocol, placed: flows, sum: total });
  });
  return edges;
}

/** An edge as it crosses the wire. An edge with a restricted end says only what the other end knows by itself. */
export function edgeOf({ id, from, to, sum }: EdgeTally, tolerances: readonly Tolerance[] | undefined): GraphEdge {
  const { call, traffic } = sum;
  const isRestricted = from.kind === 'restricted' || to.kind === 'restricted';
  const { health } = judgeTraffic([measuredOf(traffic)], { windowSeconds: traffic.window, direction: 'inbound', tolerances });
  return {
    id,
    from: from.id,
    to: to.id,
    traffic: call.traffic,
    endings: call.endings,
    callerSaw: isRestricted ? [] : call.callerSaw,
    reportedBy: call.reportedBy,
    agreement: isRestricted ? null : call.agreement,
    mtlsRatio: to.kind === 'restricted' ? null : call.mtlsRatio,
    hosts: call.hosts,
    sourcePrincipals: call.sourcePrincipals,
    destinationPrincipals: call.destinationPrincipals,
    health,
  };
}

/** Whether an edge is at rest: known, and nothing flowed in the window. */
export const atRest = ({ sum }: EdgeTally): boolean => !flowed(sum.traffic);
