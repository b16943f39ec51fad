import type { Protocol } from '@vigla/contract/graph';
import { addAmounts, noAmounts } from './amounts.ts';
import { sumOfHistograms } from '../metrics/index.ts';
import { type End, idOf } from './end.ts';
import type { Durations, Flow } from './flows.ts';
import type { LocatedFacts } from './locate-facts.ts';

/** Whoever is on the far side of a gateway. Not the same as callers nobody knows, which are inside the cluster as often as not. */
const entering: End = { kind: 'nobody', id: idOf.entering, name: 'entering', byAddress: false };

/**
 * What came in through the gateways. A gateway's proxy reports only as a caller, one series per request that it was sent,
 * refused ones included: the sum of what it reports is what entered through it.
 * Left out: gateways that proxies of the mesh call, such as egress gateways, whose callers are known already.
 */
export function throughDoors(flows: readonly Flow[], facts: LocatedFacts): readonly Flow[] {
  const isGateway = (end: End): boolean => end.kind === 'workload' && facts.workload(end)?.role === 'gateway';
  const called = new Set(flows.map(({ to }) => to.id));
  const doors = new Map<string, Flow[]>();
  for (const flow of flows) {
    if (!isGateway(flow.from) || called.has(flow.from.id)) continue;
    const key = `${flow.from.id} ${flow.protocol}`;
    const through = doors.get(key);
    if (through) through.push(flow);
    else doors.set(key, [flow]);
  }
  return [...doors.values()].flatMap((through) => (through[0] ? [inward(through[0].from, through[0].protocol, through)] : []));
}

function inward(gateway: End, protocol: Protocol, through: readonly Flow[]): Flow {
  return {
    from: entering,
    to: gateway,
    asked: null,
    protocol,
    endings: through.flatMap(({ endings }) => endings),
    callerSaw: null,
    operations: [],
    bytesPerSecond: protocol === 'tcp' ? through.reduce((sum, { bytesPerSecond }) => sum + (bytesPerSecond ?? 0), 0) : null,
    amounts: through.reduce((sum, { amounts }) => addAmounts(sum, amounts), noAmounts),
    durations: together(through.flatMap(({ durations }) => durations ?? [])),
    // The gateway is the called side here, and the only one with a proxy.
    reportedBy: 'destination',
    sourcePerSecond: null,
    destinationPerSecond: null,
    securePerSecond: 0,
    plainPerSecond: 0,
    sourcePrincipals: [],
    destinationPrincipals: [...new Set(through.flatMap(({ sourcePrincipals }) => sourcePrincipals))].sort(),
  };
}

function together(all: readonly Durations[]): Durations | null {
  if (all.length === 0) return null;
  const buckets = sumOfHistograms(all.map((one) => one.buckets));
  const sums = all.flatMap(({ sumMs }) => sumMs ?? []);
  return { buckets, sumMs: sums.length === all.length ? sums.reduce((a, b) => a + b, 0) : null };
}
