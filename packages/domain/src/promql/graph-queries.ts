import type { Gap } from '@vigla/contract/problem';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import { anyOf, quoted } from './text.ts';

/** Names of the questions that one reading of the mesh asks. */
export type GraphQueryName = 'requests' | 'tcp' | 'durationBuckets' | 'durationSums' | 'amounts' | 'newestSample';

/** One instant question. `lacks` says what a picture misses when this question has no answer. */
export interface GraphQuery {
  readonly name: GraphQueryName;
  readonly query: string;
  readonly at: EpochSeconds;
  readonly lacks: Gap['lacks'];
  /** What to ask instead where this one is too heavy, and what a picture misses then; null: do without. */
  readonly lean: { readonly query: string; readonly lacks: Gap['lacks'] } | null;
}

const ends = [
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'source_canonical_service',
  'source_canonical_revision',
  'destination_cluster',
  'destination_service_namespace',
  'destination_service',
  'destination_service_name',
  'destination_workload_namespace',
  'destination_workload',
  'destination_canonical_service',
  'destination_canonical_revision',
];
const identities = ['source_principal', 'destination_principal', 'connection_security_policy'];
/** Twenty buckets to a series: only what finds the pair and the service, so that a large mesh is not sent twenty times. */
const timedEnds = [
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'destination_cluster',
  'destination_service_namespace',
  'destination_service',
  'destination_workload_namespace',
  'destination_workload',
];
/** Without these a pair cannot be told from another. */
const leanEnds = [...timedEnds, 'destination_service_name'];
const outcomes = ['request_protocol', 'response_code', 'grpc_response_status', 'response_flags', 'request_operation'];

/** Metrics of bodies and messages, by what the label `amount` calls them. Clients send requests, servers responses. */
const amountMetrics = {
  request_bytes: 'istio_request_bytes_sum',
  response_bytes: 'istio_response_bytes_sum',
  request_messages: 'istio_request_messages_total',
  response_messages: 'istio_response_messages_total',
};
/** Bytes of TCP, told from the server: it sends what the caller receives. */
const tcpMetrics = { sent: 'istio_tcp_sent_bytes_total', received: 'istio_tcp_received_bytes_total' };

/**
 * Everything one reading of the mesh asks of Prometheus, to be asked concurrently.
 * The number of questions does not depend on the number of namespaces; none means the whole mesh.
 */
export function graphQueries(window: DurationSeconds, at: EpochSeconds, namespaces: readonly string[] = []): readonly GraphQuery[] {
  return [
    {
      name: 'requests',
      query: requestsQuery(window, namespaces),
      at,
      lacks: 'traffic',
      lean: { query: leanRequestsQuery(window, namespaces), lacks: 'security' },
    },
    { name: 'tcp', query: tcpQuery(window, namespaces), at, lacks: 'traffic', lean: null },
    { name: 'durationBuckets', query: durationBucketsQuery(window, namespaces), at, lacks: 'response_times', lean: null },
    { name: 'durationSums', query: durationSumsQuery(window, namespaces), at, lacks: 'response_times', lean: null },
    { name: 'amounts', query: amountsQuery(window, namespaces), at, lacks: 'amounts', lean: null },
    { name: 'newestSample', query: newestSampleQuery(), at, lacks: 'traffic', lean: null },
  ];
}

/** Requests per second by both ends, outcome and reporter. Series at rest are kept: measured and zero is not the same as not measured. */
export const requestsQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  rates('istio_requests_total', ['reporter', ...ends, ...identities, ...outcomes], window, namespaces);

/** The same without what proves identities and names versions: some series per pair of workloads instead of dozens. */
export const leanRequestsQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  rates(
    'istio_requests_total',
    ['reporter', ...leanEnds, 'request_protocol', 'response_code', 'grpc_response_status', 'response_flags'],
    window,
    namespaces,
  );

/** Bytes of TCP per second, by the label `amount`: `sent` by the server, or `received` by it. `app` tells the node proxy (ztunnel) from others. */
export const tcpQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  joined(tcpMetrics, ['reporter', 'app', ...ends, ...identities], window, namespaces);

/** Bytes of bodies and messages of gRPC per second, by the label `amount`. */
export const amountsQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  joined(amountMetrics, ['reporter', ...timedEnds, 'request_protocol'], window, namespaces);

/** Requests per second within each response-time bucket. Buckets, not quantiles: only buckets can be added up over versions and callers. */
export const durationBucketsQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  rates('istio_request_duration_milliseconds_bucket', ['le', 'reporter', ...timedEnds, 'request_protocol'], window, namespaces);

/** Milliseconds of response time per second. */
export const durationSumsQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  rates('istio_request_duration_milliseconds_sum', ['reporter', ...timedEnds, 'request_protocol'], window, namespaces);

/** When the newest sample of any traffic was taken, epoch seconds. Tells an old picture from a calm mesh. */
export const newestSampleQuery = (): string => 'max(timestamp(istio_requests_total) or timestamp(istio_tcp_sent_bytes_total))';

function rates(metric: string, group: readonly string[], window: DurationSeconds, namespaces: readonly string[]): string {
  const arms = touching(namespaces).map((matchers) => `rate(${metric}${matchers}[${window}s])`);
  return `sum by (${group.join(', ')}) (${arms.join(' or ')})`;
}

/** Rates of several metrics in one answer. A metric that nobody writes is left out of it and takes nothing with it. */
function joined(
  metrics: Readonly<Record<string, string>>,
  group: readonly string[],
  window: DurationSeconds,
  namespaces: readonly string[],
): string {
  return Object.entries(metrics)
    .map(([amount, metric]) => `label_replace(${rates(metric, group, window, namespaces)}, "amount", "${amount}", "", "")`)
    .join(' or ');
}

/** Selectors that together find every series with an end in these namespaces; a series found twice counts once, since `or` joins equal label sets. */
export function touching(namespaces: readonly string[]): readonly string[] {
  if (namespaces.length === 0) return [''];
  const names = quoted(anyOf(namespaces));
  const hosts = quoted(`[^.]+\\.(${anyOf(namespaces)})\\.svc([.:].*)?`);
  return [
    `{destination_workload_namespace=~${names}}`,
    `{source_workload_namespace=~${names}}`,
    `{destination_service_namespace=~${names}}`,
    `{destination_workload="unknown",destination_service=~${hosts}}`,
  ];
}
