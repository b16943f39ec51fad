import { grpcStatusOf, type Timeline } from '../flow/index.ts';
import { follow } from './follow.ts';
import { clientOperation, clusterOf, serverOperation, tracedName } from './names.ts';
import { writtenCode, type Exchange, type Passage } from './passage.ts';
import type { Span, Trace } from './span.ts';
import type { Origin } from './trace-id.ts';

/** The trace of one request. Undefined where nothing reports it, or before the mesh existed. */
export function walk(timeline: Timeline, origin: Origin): Trace | undefined {
  const passage = follow(timeline, origin);
  const trace = passage && traceOf(passage);
  return trace && trace.spans.length > 0 ? trace : undefined;
}

/** What proxies report of a request to Jaeger: connections of TCP are not traced. */
export const traceOf = ({ id, requestId, exchanges }: Passage): Trace => ({
  id,
  spans: exchanges.filter(({ hop, reported }) => reported && hop.call.protocol !== 'tcp').map((exchange) => spanOf(exchange, requestId)),
});

function spanOf(exchange: Exchange, requestId: string): Span {
  const { id, parent, side, hop, leg, workload, pod, startMs, way } = exchange;
  const seen = side === 'server' ? hop.arriving : hop.call;
  return {
    id,
    parent,
    service: tracedName(workload),
    operation: side === 'server' && leg ? serverOperation(leg) : clientOperation(hop),
    kind: side,
    startUs: Math.round(startMs * 1000),
    durationUs: Math.max(1, Math.floor(way.lastedMs * 1000)),
    pod: pod.name,
    tags: {
      ...identity(exchange),
      'guid:x-request-id': requestId,
      'http.method': hop.call.method,
      'http.url': `http://${seen.host}:${hop.call.port}${seen.path}`,
      'http.protocol': hop.call.protocol === 'grpc' ? 'HTTP/2' : 'HTTP/1.1',
      user_agent: hop.call.headers['user-agent'] ?? 'lab',
      upstream_cluster: clusterOf(exchange),
      'upstream_cluster.name': clusterOf(exchange),
      'http.status_code': String(writtenCode(exchange)),
      ...(hop.call.protocol === 'grpc' && { 'grpc.status_code': String(grpcStatusOf(way.code)) }),
      response_flags: way.flags,
      request_size: String(exchange.requestBytes),
      response_size: String(way.bodyBytes),
      ...((way.code >= 500 || way.code === 0) && { error: true }),
    },
  };
}

const identity = ({ workload, pod, from }: Exchange): Span['tags'] => ({
  component: 'proxy',
  node_id: `${workload.proxy === 'gateway' ? 'router' : 'sidecar'}~${pod.ip ?? ''}~${pod.name}.${workload.namespace}~${workload.namespace}.svc.cluster.local`,
  'peer.address': from,
  'istio.canonical_service': workload.canonicalService,
  'istio.canonical_revision': workload.canonicalRevision,
  'istio.mesh_id': 'cluster.local',
  'istio.namespace': workload.namespace,
  'istio.cluster_id': 'Kubernetes',
});
