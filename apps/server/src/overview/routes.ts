import { getOverview, type Overview } from '@vigla/contract/overview';
import type { TrafficGraph } from '@vigla/contract/graph';
import { at, seconds } from '@vigla/contract/units';
import { overviewOf } from '@vigla/domain/overview';
import type { FastifyInstance } from 'fastify';
import { checkMayLook, type GraphParts } from '../graph/index.ts';
import { bindRevalidated } from '../http/index.ts';

/** The mesh at a glance: sums of the graph that the caller would get, made once for all who get the same one. */
export function overviewRoutes(app: FastifyInstance, { sources, readings, cadence, clusterFacts, projections, inTurn }: GraphParts): void {
  const made = new WeakMap<TrafficGraph, Overview>();
  bindRevalidated(app, getOverview, async ({ query }, { identity, signal }) => {
    const visible = await sources.kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const instant = query.atEpochSeconds === undefined ? null : at(query.atEpochSeconds);
    const reading = await readings.read(seconds(query.windowSeconds), instant, signal);
    const drawing = projections.graph(reading, clusterFacts(), {
      namespaces: query.namespace,
      groupBy: 'version',
      idle: true,
      visible,
      now: sources.now(),
      scrapeSeconds: cadence.scrapeIntervalSeconds(),
    });
    const graph = await inTurn(drawing, signal);
    const overview = made.get(graph) ?? overviewOf(graph);
    made.set(graph, overview);
    return overview;
  });
}
