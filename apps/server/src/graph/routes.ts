import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import type { ParsedOf } from '@vigla/contract/http';
import { at } from '@vigla/contract/units';
import type { FastifyInstance } from 'fastify';
import { bindRevalidated, type Caller } from '../http/index.ts';
import { graphFor } from './graph-for.ts';
import { createHistories } from './histories.ts';
import { checkMayLook } from './may-look.ts';
import type { GraphParts } from './graph-parts.ts';
import { createGraphWriter } from './write-graph.ts';

/** The graph of a moment and the course of traffic over time, each as far as the caller may see. */
export function graphRoutes(app: FastifyInstance, parts: GraphParts): void {
  const { sources, cadence, clusterFacts, projections } = parts;
  const { kubernetes, now } = sources;
  const histories = createHistories({ prometheus: sources.prometheus, cadence });

  const answer = async ({ query }: ParsedOf<typeof getGraph>, { identity, signal }: Caller) => {
    const visible = await kubernetes.visible(identity, signal);
    return graphFor(parts, query, { visible, signal });
  };
  bindRevalidated(app, getGraph, answer, createGraphWriter());

  bindRevalidated(app, getGraphHistory, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const to = at(Math.min(query.toEpochSeconds ?? now(), now()));
    const history = await histories.read({ to, spanSeconds: query.spanSeconds, facts: clusterFacts() }, signal);
    return projections.history(history, { namespaces: query.namespace, visible });
  });
}
