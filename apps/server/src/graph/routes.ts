import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import type { ParsedOf } from '@vigla/contract/http';
import { at } from '@vigla/contract/units';
import type { FastifyInstance } from 'fastify';
import { bindRevalidated, type Caller } from '../http/index.ts';
import type { Reading } from '../snapshot/index.ts';
import { type Asked, createAhead } from './ahead.ts';
import { graphFor, graphOf } from './graph-for.ts';
import { createHistories } from './histories.ts';
import { checkMayLook } from './may-look.ts';
import type { GraphParts } from './graph-parts.ts';
import { createGraphWriter } from './write-graph.ts';

/** Between two pictures that are made ahead. */
const pauseMs = 25;

/** Processor time of this thread so far: a busy machine makes nothing take longer. Units: ms. */
function ownMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The graph of a moment and the course of traffic over time, each as far as the caller may see. */
export function graphRoutes(app: FastifyInstance, parts: GraphParts): void {
  const { sources, cadence, clusterFacts, projections } = parts;
  const { kubernetes, now } = sources;
  const histories = createHistories({ prometheus: sources.prometheus, cadence });

  const answer = async ({ query }: ParsedOf<typeof getGraph>, { identity, signal }: Caller) => {
    const visible = await kubernetes.visible(identity, signal);
    ahead.asked({ query, visible });
    return graphFor(parts, query, { visible, signal });
  };
  const pack = bindRevalidated(app, getGraph, answer, createGraphWriter());
  const made = async (reading: Reading, { query, visible }: Asked) => pack(graphOf(parts, reading, query, visible));
  const ahead = createAhead<Reading>({
    now,
    clock: ownMs,
    // Who asks meanwhile is served whole before the next one is made.
    whenIdle: (job) => void setTimeout(job, pauseMs).unref(),
    make: (reading, question) =>
      void made(reading, question).catch((error: unknown) => app.log.warn({ err: error }, 'a graph could not be made ahead')),
  });
  parts.readings.onMade((reading) => ahead.read(reading));

  bindRevalidated(app, getGraphHistory, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const to = at(Math.min(query.toEpochSeconds ?? now(), now()));
    const history = await histories.read({ to, spanSeconds: query.spanSeconds, facts: clusterFacts() }, signal);
    return projections.history(history, { namespaces: query.namespace, visible });
  });
}
