import type { Gap } from '@vigla/contract/problem';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import { anyOf, quoted } from './text.ts';

/** Names of the questions that one reading of the mesh asks. */
export type GraphQueryName = 'requests' | 'tcpSent' | 'tcpReceived' | 'durationBuckets' | 'durationSums' | 'newestSample';

/** One instant question. `lacks` says what a picture misses when this question has no answer. */
export interface GraphQuery {
  readonly name: GraphQueryName;
  readonly query: string;
  readonly at: EpochSeconds;
  readonly lacks: Gap['lacks'];
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
  'source_workload_namespace',
  'source_workload',
  'destination_service_namespace',
  'destination_service',
  'destination_workload_namespace',
  'destination_workload',
];
const outcomes = ['request_protocol', 'response_code', 'grpc_response_status', 'response_flags'];

/**
 * Everything one reading of the mesh asks of Prometheus, to be asked concurrently.
 * The number of questions does not depend on the number of namespaces; none means the whole mesh.
 */
export function graphQueries(window: DurationSeconds, at: EpochSeconds, namespaces: readonly string[] = []): readonly GraphQuery[] {
  return [
    { name: 'requests', query: requestsQuery(window, namespaces), at, lacks: 'traffic' },
    { name: 'tcpSent', query: tcpSentQuery(window, namespaces), at, lacks: 'traffic' },
    { name: 'tcpReceived', query: tcpReceivedQuery(window, namespaces), at, lacks: 'traffic' },
    { name: 'durationBuckets', query: durationBucketsQuery(window, namespaces), at, lacks: 'response_times' },
    { name: 'durationSums', query: durationSumsQuery(window, namespaces), at, lacks: 'response_times' },
    { name: 'newestSample', query: newestSampleQuery(), at, lacks: 'traffic' },
  ];
}

/** Requests per second by both ends, outcome and reporter. Series at rest are kept: measured and zero is not the same as not measured. */
export const requestsQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  rates('istio_requests_total', ['reporter', ...ends, ...identities, ...outcomes], window, namespaces);

/** Bytes per second that servers sent to clients. */
export const tcpSentQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  rates('istio_tcp_sent_bytes_total', ['reporter', ...ends, ...identities], window, namespaces);

/** Bytes per second that servers received from clients. */
export const tcpReceivedQuery = (window: DurationSeconds, namespaces: readonly string[] = []): string =>
  rates('istio_tcp_received_bytes_total', ['reporter', ...ends, ...identities], window, namespaces);

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
