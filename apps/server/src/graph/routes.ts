import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import { at, seconds } from '@vigla/contract/units';
import type { FastifyInstance } from 'fastify';
import { bindRevalidated } from '../http/index.ts';
import type { Cadence, ClusterFacts, Readings } from '../snapshot/index.ts';
import type { Sources } from '../sources/index.ts';
import { createHistories } from './histories.ts';
import { checkMayLook } from './may-look.ts';
import type { Projections } from './projections.ts';

/** What every route that tells of the mesh shares: readings, facts and views are made once for everybody. */
export interface GraphParts {
  readonly sources: Sources;
  readonly readings: Readings;
  readonly cadence: Cadence;
  readonly clusterFacts: () => ClusterFacts;
  readonly projections: Projections;
}

/** The graph of a moment and the course of traffic over time, each as far as the caller may see. */
export function graphRoutes(app: FastifyInstance, { sources, readings, cadence, clusterFacts, projections }: GraphParts): void {
  const { kubernetes, now } = sources;
  const histories = createHistories({ prometheus: sources.prometheus, cadence });

  bindRevalidated(app, getGraph, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const instant = query.atEpochSeconds === undefined ? null : at(query.atEpochSeconds);
    const reading = await readings.read(seconds(query.windowSeconds), instant, signal);
    const { namespace: namespaces, groupBy, idle } = query;
    return projections.graph(reading, clusterFacts(), {
      namespaces,
      groupBy,
      idle,
      visible,
      now: now(),
      scrapeSeconds: cadence.scrapeIntervalSeconds(),
    });
  });

  bindRevalidated(app, getGraphHistory, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const to = at(Math.min(query.toEpochSeconds ?? now(), now()));
    const history = await histories.read({ to, spanSeconds: query.spanSeconds, facts: clusterFacts() }, signal);
    return projections.history(history, { namespaces: query.namespace, visible });
  });
}
