import type { TrafficGraph } from '@vigla/contract/graph';
import { type ElementSeries, getElementSeries } from '@vigla/contract/metrics';
import { at, seconds } from '@vigla/contract/units';
import { elementSeries } from '@vigla/domain/graph';
import { edgeSelectors, nodeSelectors, type Selectors } from '@vigla/domain/promql';
import type { FastifyInstance } from 'fastify';
import { checkMayLook, type GraphParts } from '../graph/index.ts';
import { AppError, bindRevalidated } from '../http/index.ts';
import { createRecentlyUsed } from '../snapshot/index.ts';
import { createElementHistories, type ElementHistory } from './element-histories.ts';

/** What one caller was answered, and from what. */
interface Answered {
  readonly of: ElementHistory;
  readonly with: object | null;
  readonly answer: ElementSeries;
}

const mostKept = 64;

/** Elements of the graph over time, as far as the caller may see. */
export function metricsRoutes(app: FastifyInstance, { sources, readings, cadence, projections, clusterFacts }: GraphParts): void {
  const { kubernetes, now } = sources;
  const histories = createElementHistories(sources.prometheus, cadence);
  const answers = createRecentlyUsed<Answered>(mostKept);

  bindRevalidated(app, getElementSeries, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const instant = query.atEpochSeconds === undefined ? null : at(query.atEpochSeconds);
    const reading = await readings.read(seconds(query.windowSeconds), instant, signal);
    const cluster = clusterFacts();
    const { groupBy, services, waypoints, operations, ambient } = query;
    const question = { groupBy, services, waypoints, operations, ambient, namespaces: query.namespace, visible };
    const shown = { ...question, idle: true, now: now(), scrapeSeconds: cadence.scrapeIntervalSeconds() };
    const selectors = selectorsOf(projections.graph(reading, cluster, shown), query.element);
    if (selectors === null)
      throw new AppError('not_found', `${query.element} is not on this graph, or it is nothing that proxies report by itself.`);
    const to = at(Math.min(query.atEpochSeconds ?? now(), now()));
    const history = await histories.read({ selectors, to, spanSeconds: query.spanSeconds }, signal);
    const sight = visible.all ? 'all' : [...visible.namespaces].sort();
    const key = JSON.stringify([
      query.element,
      [groupBy, services, waypoints, operations, ambient],
      [...query.namespace].sort(),
      sight,
      history.from,
      history.to,
      history.stepSeconds,
    ]);
    const ready = answers.get(key);
    if (ready?.of === history && ready.with === cluster.facts) return ready.answer;
    const courses = elementSeries(history.readings, cluster.facts, { ...question, element: query.element }, history);
    const answer = { ...courses, gaps: [...history.gaps] };
    answers.set(key, { of: history, with: cluster.facts, answer });
    return answer;
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
