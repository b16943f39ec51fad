import type { GraphEdge, GraphNode } from '@vigla/contract/graph';
import { getTrace, listCallTraces, listTraces, type TraceSpan, type TraceSummary } from '@vigla/contract/traces';
import { at, before, type EpochSeconds, seconds } from '@vigla/contract/units';
import type { SpanFacts } from '@vigla/domain/traces';
import type { FastifyInstance } from 'fastify';
import { checkMayLook, type GraphParts, pictureFor, plainPicture } from '../graph/index.ts';
import { AppError, bind } from '../http/index.ts';
import type { Sources, Tracing, Visibility } from '../sources/index.ts';
import { type CallToAsk, findCallTraces } from './call-traces.ts';

/** Traces of applications and of calls. Istio's proxies report as `app.namespace`; that is the name asked for, so namespaces never mix. */
export function traceRoutes(app: FastifyInstance, parts: GraphParts): void {
  applicationTraces(app, parts.sources);
  callTraces(app, parts);
  oneTrace(app, parts.sources);
}

function applicationTraces(app: FastifyInstance, { tracing, kubernetes, now }: Sources): void {
  bind(app, listTraces, async ({ params: { namespace, app: name }, query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    if (!sees(visible, namespace)) {
      const missing = { verb: 'get', group: '', resource: 'namespaces', namespace };
      throw new AppError('forbidden', `You may not see the namespace ${namespace}.`, { missing });
    }
    const span = spanOf(query, now());
    const traces = await configured(tracing).find({ service: `${name}.${namespace}`, ...span, limit: query.limit }, signal);
    return {
      traces: traces.map((trace) => maskRoot(trace, visible)).sort((a, b) => b.durationMs - a.durationMs || (a.id < b.id ? -1 : 1)),
    };
  });
}

function callTraces(app: FastifyInstance, parts: GraphParts): void {
  const { kubernetes, now, tracing } = parts.sources;
  bind(app, listCallTraces, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook(query.namespace, visible);
    const store = configured(tracing);
    const { reading, look } = await pictureFor(parts, query, { visible, signal });
    const behind = look.behind(query.element);
    if (!behind) throw new AppError('not_found', `${query.element} is not on this graph.`);
    const plain = await plainPicture(parts, reading, query, { visible, signal });
    const calls = callsToAsk(plain.look.callsOf(behind.flows), plain.graph.nodes);
    const { from: since, to: until } = spanOf(query, now());
    const { found, looked, asked } = await findCallTraces(store, { calls, which: query.which, since, until }, signal);
    const traces = found.map(({ trace, call }) => ({ ...maskRoot(trace.summary, visible), ...call }));
    const first = query.which === 'slowest' ? traces.sort((a, b) => b.callMs - a.callMs) : traces.sort((a, b) => b.at - a.at);
    return { traces: first.slice(0, query.limit), looked, calls: { asked, all: calls.length } };
  });
}

/** Of bytes there are no traces. */
function callsToAsk(edges: readonly GraphEdge[], nodes: readonly GraphNode[]): readonly CallToAsk[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.flatMap((edge) => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    return edge.traffic.protocol !== 'tcp' && from && to ? [{ edge, from, to }] : [];
  });
}

function oneTrace(app: FastifyInstance, { tracing, kubernetes }: Sources): void {
  bind(app, getTrace, async ({ params: { id } }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    checkMayLook([], visible);
    const trace = await configured(tracing).trace(id, signal);
    // A trace none of whose spans may be seen is not there for this reader.
    if (!trace || !trace.spans.some(({ service }) => seesService(visible, service)))
      throw new AppError('not_found', `The tracing store has no trace ${id}, or none that you may see.`);
    const begin = trace.spans.reduce((least, { startUs }) => Math.min(least, startUs), Number.POSITIVE_INFINITY);
    const spans = [...trace.spans].sort((a, b) => a.startUs - b.startUs).map((span) => shownSpan(span, begin, visible));
    return { id, at: trace.summary.at, durationMs: trace.summary.durationMs, spans };
  });
}

function shownSpan({ id, parent, startUs, durationMs, failed, ...named }: SpanFacts, begin: number, visible: Visibility): TraceSpan {
  const time = { id, parent, offsetMs: Math.max(0, (startUs - begin) / 1000), durationMs, failed };
  if (!seesService(visible, named.service))
    return { ...time, service: 'restricted', operation: 'restricted', code: null, flags: null, pod: null, sentTo: null };
  // The operation of a caller's span names whom it called.
  const called = [named.operation, named.upstream].map((text) => /\.([a-z0-9-]+)\.svc\b/.exec(text ?? '')?.[1]);
  const operation = called.every((namespace) => namespace === undefined || sees(visible, namespace)) ? named.operation : 'restricted';
  return {
    ...time,
    service: named.service,
    operation,
    code: named.code,
    flags: named.flags,
    pod: named.pod,
    sentTo: sentTo(named.upstream, visible),
  };
}

function sentTo(upstream: string | null, visible: Visibility): string | null {
  const [, name, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc\b/.exec(upstream?.split('|')[3] ?? '') ?? [];
  return name !== undefined && namespace !== undefined && sees(visible, namespace) ? `${name}.${namespace}` : null;
}

interface Window {
  readonly windowSeconds: number;
  readonly atEpochSeconds?: EpochSeconds | undefined;
}

function spanOf({ windowSeconds, atEpochSeconds }: Window, now: EpochSeconds): { readonly from: EpochSeconds; readonly to: EpochSeconds } {
  const to = at(atEpochSeconds ?? now);
  return { from: before(to, seconds(Math.min(windowSeconds, Math.max(1, to)))), to };
}

function configured(tracing: Tracing | null): Tracing {
  if (tracing) return tracing;
  throw new AppError('not_configured', 'This server has no tracing store. Name one with --tracing URL.', { source: 'tracing' });
}

const sees = ({ all, namespaces }: Visibility, namespace: string): boolean => all || namespaces.has(namespace);

function seesService(visible: Visibility, service: string): boolean {
  const namespace = service.split('.')[1];
  return visible.all || (namespace !== undefined && visible.namespaces.has(namespace));
}

/** A trace may begin where its reader may not look: the time stays, the name does not leave the server. */
const maskRoot = (trace: TraceSummary, visible: Visibility): TraceSummary =>
  seesService(visible, trace.rootService) ? trace : { ...trace, rootService: 'restricted', rootOperation: 'restricted' };
