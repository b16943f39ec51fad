import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import type { ParsedOf } from '@vigla/contract/http';
import { at } from '@vigla/contract/units';
import { atOnce, type InSteps } from '@vigla/domain/steps';
import type { FastifyInstance } from 'fastify';
import { bindRevalidated, type Caller, quietOf } from '../http/index.ts';
import type { Reading } from '../snapshot/index.ts';
import { type Asked, createAhead } from './ahead.ts';
import { drawingOf, graphFor } from './graph-for.ts';
import { createHistories } from './histories.ts';
import { checkMayLook } from './may-look.ts';
import type { GraphParts } from './graph-parts.ts';
import { createGraphWriter } from './write-graph.ts';

/** Processor time of this thread so far: a busy machine makes nothing take longer. Units: ms. */
function ownMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const never = new AbortController().signal;

function* oneStep(job: () => void): InSteps<void> {
  yield;
  job();
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
  const write = createGraphWriter();
  const pack = bindRevalidated(app, getGraph, answer, (graph) => atOnce(write(graph)));
  const complain = (error: unknown): void => app.log.warn({ err: error }, 'a graph could not be made ahead');
  function* make(reading: Reading, { query, visible }: Asked): InSteps<void> {
    try {
      const graph = yield* drawingOf(parts, reading, query, visible);
      yield;
      const text = yield* write(graph);
      pack(graph, () => text).catch(complain);
    } catch (error) {
      complain(error);
    }
  }
  // A slice at a time, so that whoever asks meanwhile comes next.
  const whenIdle = (job: () => void): void =>
    void quietOf(app)
      .next()
      .then(() => parts.inTurn(oneStep(job), never));
  const ahead = createAhead<Reading>({ now, clock: ownMs, whenIdle, make });
  parts.readings.onMade((reading) => ahead.read(reading));

  bindRevalidated(app, getGraphHistory, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const to = at(Math.min(query.toEpochSeconds ?? now(), now()));
    const history = await histories.read({ to, spanSeconds: query.spanSeconds, facts: clusterFacts() }, signal);
    return projections.history(history, { namespaces: query.namespace, visible });
  });
}
