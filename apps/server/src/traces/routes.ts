import { listTraces, type TraceSummary } from '@vigla/contract/traces';
import { at, before, seconds } from '@vigla/contract/units';
import type { FastifyInstance } from 'fastify';
import { AppError, bind } from '../http/index.ts';
import type { Sources, Visibility } from '../sources/index.ts';

/** Traces of one application. Istio's proxies report as `app.namespace`; that is the name asked for, so namespaces never mix. */
export function traceRoutes(app: FastifyInstance, { tracing, kubernetes, now }: Sources): void {
  bind(app, listTraces, async ({ params: { namespace, app: name }, query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    if (!sees(visible, namespace)) {
      const missing = { verb: 'get', group: '', resource: 'namespaces', namespace };
      throw new AppError('forbidden', `You may not see the namespace ${namespace}.`, { missing });
    }
    if (!tracing)
      throw new AppError('not_configured', 'This server has no tracing store. Name one with --tracing URL.', { source: 'tracing' });
    const to = at(query.atEpochSeconds ?? now());
    const from = before(to, seconds(Math.min(query.windowSeconds, Math.max(1, to))));
    const traces = await tracing.find({ service: `${name}.${namespace}`, from, to, limit: query.limit }, signal);
    return {
      traces: traces.map((trace) => maskRoot(trace, visible)).sort((a, b) => b.durationMs - a.durationMs || (a.id < b.id ? -1 : 1)),
    };
  });
}

const sees = ({ all, namespaces }: Visibility, namespace: string): boolean => all || namespaces.has(namespace);

/** A trace may begin where its reader may not look: the time stays, the name does not leave the server. */
function maskRoot(trace: TraceSummary, visible: Visibility): TraceSummary {
  const namespace = trace.rootService.split('.')[1];
  const known = visible.all || (namespace !== undefined && visible.namespaces.has(namespace));
  return known ? trace : { ...trace, rootService: 'restricted', rootOperation: 'restricted' };
}
