import type { GraphNode } from '@vigla/contract/graph';
import type { TraceSummary } from '@vigla/contract/traces';

/** A span as a proxy reported it. Units: epoch microseconds, milliseconds. */
export interface SpanFacts {
  readonly id: string;
  readonly parent: string | null;
  /** `app.namespace`. */
  readonly service: string;
  readonly operation: string;
  readonly startUs: number;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly code: string | null;
  readonly flags: string | null;
  /** Envoy's name of where it sent the request, `outbound|9080||reviews.bookinfo.svc.cluster.local`. */
  readonly upstream: string | null;
  readonly pod: string | null;
}

/** A trace with all its spans. */
export interface FoundTrace {
  readonly summary: TraceSummary;
  readonly spans: readonly SpanFacts[];
}

type End = Pick<GraphNode, 'kind' | 'namespace' | 'name' | 'app'>;

/** The name under which a node's proxies report; null for what has none. */
export const tracedName = ({ namespace, app, name }: End): string | null => (namespace === null ? null : `${app ?? name}.${namespace}`);

/**
 * The spans of one call in a trace, the caller's where it reported one, else the called side's. A request that never
 * reached the called side is its caller's span alone, found by where it was sent.
 * Total: empty where the trace does not hold the call.
 */
export function callSpans({ spans }: FoundTrace, from: End, to: End): readonly SpanFacts[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const answered = new Set(spans.flatMap(({ parent, id }) => (parent !== null && parent !== id ? [parent] : [])));
  const known = from.namespace !== null;
  return spans.flatMap((span) => {
    if (isOf(span, to)) {
      const parent = span.parent === null ? undefined : byId.get(span.parent);
      if (!known) return parent === undefined ? [span] : [];
      return parent !== undefined && parent.service !== span.service && isOf(parent, from) ? [parent] : [];
    }
    return known && isOf(span, from) && !answered.has(span.id) && wasSentTo(span, to) ? [span] : [];
  });
}

/** Whether a span is of a node: of its application, and, for a workload, of one of its pods. */
function isOf({ service, pod }: SpanFacts, end: End): boolean {
  if (end.kind === 'service') return service.endsWith(`.${end.namespace ?? ''}`) && service.startsWith(`${end.name}.`);
  if (service !== tracedName(end)) return false;
  return end.kind === 'app' || pod === null || pod.startsWith(`${end.name}-`);
}

/** Whether the request was meant for a node's service; of which workload nobody knows. */
function wasSentTo({ upstream }: SpanFacts, { namespace, app, name }: End): boolean {
  const host = upstream?.split('|')[3] ?? '';
  return namespace === null ? host === name : host.startsWith(`${app ?? name}.${namespace}.`);
}
