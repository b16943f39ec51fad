import type { getGraph, TrafficGraph } from '@vigla/contract/graph';
import type { ParsedOf } from '@vigla/contract/http';
import { at, seconds } from '@vigla/contract/units';
import type { GraphQuestion } from '@vigla/domain/graph';
import type { Visibility } from '../sources/index.ts';
import { checkMayLook } from './may-look.ts';
import type { GraphParts } from './graph-parts.ts';

type GraphQuery = ParsedOf<typeof getGraph>['query'];

/** One caller's graph of one question: everywhere the same, whichever row asks for it. Fails: where the caller may see none of it. */
export async function graphFor(
  { sources, readings, cadence, clusterFacts, projections }: GraphParts,
  query: GraphQuery,
  { visible, signal }: { readonly visible: Visibility; readonly signal: AbortSignal },
): Promise<TrafficGraph> {
  checkMayLook(query.namespace, visible);
  const instant = query.atEpochSeconds === undefined ? null : at(query.atEpochSeconds);
  const reading = await readings.read(seconds(query.windowSeconds), instant, signal);
  return projections.graph(reading, clusterFacts(), {
    ...wishOf(query),
    visible,
    now: sources.now(),
    scrapeSeconds: cadence.scrapeIntervalSeconds(),
  });
}

function wishOf({ namespace: namespaces, label: labels, focus, hops, ...query }: GraphQuery): Omit<GraphQuestion, 'at' | 'visible'> {
  const { groupBy, idle, idleEdges, services, operations, waypoints, ambient, gather, open } = query;
  const drawn = { groupBy, idle, idleEdges, services, operations, waypoints, ambient, gather, open };
  return { namespaces, labels, focus: focus === undefined ? null : { id: focus, hops }, ...drawn };
}
