import type { AskedQuery, MissingExplanation } from '@vigla/contract/explain';
import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { Gap } from '@vigla/contract/problem';
import { at, type EpochSeconds, seconds } from '@vigla/contract/units';
import { endOf, explainMissing } from '@vigla/domain/explain';
import { anyTrafficQuery, callActivityQuery, type CallLabels, toldOfWorkloadQuery } from '@vigla/domain/promql';
import type { MeshFacts } from '@vigla/domain/inventory';
import { AppError } from '../http/index.ts';
import type { Prometheus } from '../sources/index.ts';
import type { Sight } from './sight.ts';
import type { MeshModel } from './mesh-model.ts';

interface Question {
  readonly from: string | null;
  readonly to: string | null;
  readonly facts: MeshFacts | null;
  readonly model: MeshModel | null;
}

/** How far back a last call is looked for, and in which steps. Units: seconds. */
const lookBack = 6 * 3600;
const step = 180;

/** Looks for the reason why a call is not on the graph. Never fails for a source that is silent: then that step is not known. */
export async function lookForMissing(
  prometheus: Pick<Prometheus, 'instant' | 'range'>,
  sight: Sight,
  question: Question,
  signal: AbortSignal,
): Promise<MissingExplanation> {
  const { visible, plain } = sight;
  const { graph } = plain;
  const { facts, model, ...asked } = question;
  const [from, to] = [nodeNamed(sight, asked.from), nodeNamed(sight, asked.to)];
  const asker = createAsker(prometheus, graph.at, signal);
  const [any, ofFrom, ofTo, lastCallAt] = await Promise.all([
    // How many series the whole mesh has is for those to see who may see it.
    asker.count(anyTrafficQuery(), visible.all),
    countOf(asker, from),
    countOf(asker, to),
    isKnown(asked.from, from) && isKnown(asked.to, to)
      ? asker.last(callActivityQuery([labelsBetween(from, to)], seconds(step)))
      : undefined,
  ]);
  const steps = explainMissing({
    graph,
    from,
    to,
    asked,
    series: { any, from: ofFrom, to: ofTo },
    lastCallAt: lastCallAt ?? null,
    lookedBackSeconds: lastCallAt === undefined ? null : lookBack,
    facts,
    mesh: model?.mesh ?? null,
    objects: model?.objects ?? [],
    maySee: (namespace) => visible.all || visible.namespaces.has(namespace),
    seesAll: visible.all,
  });
  return {
    from: from && endOf(from),
    to: to && endOf(to),
    at: graph.at,
    window: graph.window,
    edge: from && to && edgeBetween([...sight.graph.edges, ...graph.edges], from.id, to.id),
    steps: [...steps],
    queries: [...asker.asked],
    gaps: [...graph.gaps, ...asker.gaps],
  };
}

/** Whether proxies write down who is meant; of a team or a cluster they do not. */
const isKnown = (name: string | null, node: GraphNode | null): boolean =>
  node === null ? name === null : node.kind !== 'group' || node.namespace !== null;

/** A call that is there after all, and carried something. */
const edgeBetween = (edges: TrafficGraph['edges'], from: string, to: string): string | null =>
  edges.find((one) => one.from === from && one.to === to && ((one.traffic.requests ?? 0) > 0 || (one.traffic.bytesPerSecond ?? 0) > 0))
    ?.id ?? null;

const countOf = async ({ count }: ReturnType<typeof createAsker>, node: GraphNode | null): Promise<number | null> =>
  node === null || node.namespace === null ? null : count(toldOfWorkloadQuery(node.namespace, node.name));

/** A node by its id, or by a name as people write it: `payments/payments-v2`, `payments-v2`, `payments v2`. Of several with one name none. */
function nodeNamed({ graph, plain }: Sight, name: string | null): GraphNode | null {
  if (name === null) return null;
  const seen = plain.graph.nodes.filter(({ kind }) => kind !== 'restricted');
  const exact = seen.find(({ id }) => id === name) ?? graph.nodes.find(({ id, kind }) => id === name && kind !== 'restricted');
  if (exact) return exact;
  const wanted = name.trim().toLowerCase();
  const named = seen.filter(({ namespace, name: own, app, version }) =>
    [
      own,
      `${namespace ?? ''}/${own}`,
      app,
      `${namespace ?? ''}/${app ?? ''}`,
      `${app ?? ''} ${version ?? ''}`,
      `${own}.${namespace ?? ''}`,
    ].some((one) => one?.toLowerCase() === wanted),
  );
  return named.length === 1 ? (named[0] ?? null) : (named.find(({ name: own }) => own.toLowerCase() === wanted) ?? null);
}

/** The calls meant, by the labels that both sides write. Names nobody gave are left open. */
const labelsBetween = (from: GraphNode | null, to: GraphNode | null): CallLabels => ({
  ...(from && sourceLabels(from)),
  ...(to && targetLabels(to)),
});

const isWorkload = ({ kind }: GraphNode): boolean => ['workload', 'gateway', 'waypoint', 'store'].includes(kind);

function sourceLabels(node: GraphNode): CallLabels {
  if (node.kind === 'group') return node.namespace === null ? {} : { source_workload_namespace: node.namespace };
  if (node.namespace === null) return { source_workload: 'unknown' };
  const name: CallLabels = isWorkload(node) ? { source_workload: node.name } : { source_canonical_service: node.app ?? node.name };
  return { ...name, source_workload_namespace: node.namespace };
}

function targetLabels(node: GraphNode): CallLabels {
  if (node.kind === 'group' || node.kind === 'operation')
    return node.namespace === null ? {} : { destination_workload_namespace: node.namespace };
  if (node.namespace === null) return { destination_service: node.name };
  if (isWorkload(node)) return { destination_workload: node.name, destination_workload_namespace: node.namespace };
  return { destination_service_name: node.name, destination_service_namespace: node.namespace };
}

function createAsker(prometheus: Pick<Prometheus, 'instant' | 'range'>, instant: EpochSeconds, signal: AbortSignal) {
  const asked: AskedQuery[] = [];
  const gaps: Gap[] = [];
  const guarded = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
      if (gaps.length === 0) gaps.push({ source: 'prometheus', lacks: 'traffic', detail: error.message });
      return undefined;
    }
  };
  return {
    asked,
    gaps,
    /** How many series a query counts; null where nobody answers. */
    count: async (query: string, shown = true): Promise<number | null> => {
      const samples = await guarded(() => prometheus.instant(query, instant, signal));
      if (!samples) return null;
      const value = samples.reduce((sum, one) => sum + one.value, 0);
      if (shown) asked.push({ query, at: instant, rows: samples.map((one) => ({ labels: { ...one.labels }, value: one.value })) });
      return value;
    },
    /** When a query last had an answer; null: not in what was looked at, undefined: nobody answers. */
    last: async (query: string): Promise<number | null | undefined> => {
      const from = at(Math.max(0, instant - lookBack));
      const series = await guarded(() => prometheus.range(query, { from, to: instant, stepSeconds: step }, signal));
      if (!series) return undefined;
      const values = series[0]?.values ?? [];
      const index = values.findLastIndex((value) => (value ?? 0) > 0);
      asked.push({ query, at: instant, rows: index < 0 ? [] : [{ labels: {}, value: values[index] ?? 0 }] });
      return index < 0 ? null : from + index * step;
    },
  };
}
