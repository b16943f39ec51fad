import type { TrafficGraph } from '@vigla/contract/graph';
import { getElementSeries } from '@vigla/contract/metrics';
import { at, seconds } from '@vigla/contract/units';
import { elementSeries, projectGraph } from '@vigla/domain/graph';
import { edgeSelectors, nodeSelectors, type Selectors } from '@vigla/domain/promql';
import type { FastifyInstance } from 'fastify';
import { checkMayLook } from '../graph/index.ts';
import { AppError, bindRevalidated } from '../http/index.ts';
import { type Cadence, createClusterFacts, type Readings } from '../snapshot/index.ts';
import type { Sources } from '../sources/index.ts';
import { createElementHistories } from './element-histories.ts';

interface MetricsParts {
  readonly sources: Sources;
  readonly readings: Readings;
  readonly cadence: Cadence;
}

/** Elements of the graph over time, as far as the caller may see. */
export function metricsRoutes(app: FastifyInstance, { sources, readings, cadence }: MetricsParts): void {
  const { kubernetes, now } = sources;
  const clusterFacts = createClusterFacts(kubernetes);
  const histories = createElementHistories(sources.prometheus, cadence);

  bindRevalidated(app, getElementSeries, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const instant = query.atEpochSeconds === undefined ? null : at(query.atEpochSeconds);
    const reading = await readings.read(seconds(query.windowSeconds), instant, signal);
    const { facts } = clusterFacts();
    const question = { groupBy: query.groupBy, namespaces: query.namespace, visible };
    const graph = projectGraph(reading.flows, facts, { ...question, at: reading.at, idle: true });
    const selectors = selectorsOf(graph, query.element);
    if (selectors === null)
      throw new AppError('not_found', `${query.element} is not on this graph, or it is nothing that proxies report by itself.`);
    const to = at(Math.min(query.atEpochSeconds ?? now(), now()));
    const history = await histories.read({ selectors, to, spanSeconds: query.spanSeconds }, signal);
    return { ...elementSeries(history.readings, facts, { ...question, element: query.element }, history), gaps: [...history.gaps] };
  });
}

/** Where an element of the caller's own graph is found in Prometheus: what is not on it is not asked for. */
function selectorsOf({ nodes, edges }: TrafficGraph, element: string): Selectors | null {
  const node = (id: string) => nodes.find((one) => one.id === id);
  const edge = edges.find(({ id }) => id === element);
  const [from, to] = edge ? [node(edge.from), node(edge.to)] : [undefined, undefined];
  const one = node(element);
  const selectors = from && to ? edgeSelectors(from, to) : one ? nodeSelectors(one) : [];
  return selectors.length > 0 ? selectors : null;
}
