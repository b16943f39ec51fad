import type { Gap } from '@vigla/contract/problem';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import { type Recorded, recordedRate } from './recorded.ts';
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
/** Response times and amounts. */
const timedLabels = ['reporter', ...timedEnds, 'request_protocol'];
const outcomes = ['request_protocol', 'response_code', 'grpc_response_status', 'response_flags', 'request_operation'];

const requestLabels = ['reporter', ...ends, ...identities, ...outcomes];
/** `app` tells the node proxy (ztunnel) from others. */
const tcpLabels = ['reporter', 'app', ...ends, ...identities];

const requestsMetric = 'istio_requests_total';
/** Buckets, not quantiles: only buckets can be added up over versions and callers. */
const bucketsMetric = 'istio_request_duration_milliseconds_bucket';
/** Milliseconds of response time. */
const sumsMetric = 'istio_request_duration_milliseconds_sum';
/** Metrics of bodies and messages, by what the label `amount` calls them. Clients send requests, servers responses. */
const amountMetrics = {
  request_bytes: 'istio_request_bytes_sum',
  response_bytes: 'istio_response_bytes_sum',
  request_messages: 'istio_request_messages_total',
  response_messages: 'istio_response_messages_total',
};
/** Bytes of TCP, told from the server: it sends what the caller receives. */
const tcpMetrics = { sent: 'istio_tcp_sent_bytes_total', received: 'istio_tcp_received_bytes_total' };

/** How much of the mesh is asked about, over how long, and from what. */
interface Scope {
  readonly window: DurationSeconds;
  /** None for all. */
  readonly namespaces: readonly string[];
  /** Rates that recording rules keep already; null: raw series. */
  readonly recorded: Recorded | null;
}

/**
 * Everything one reading of the mesh asks of Prometheus, to be asked concurrently.
 * The number of questions does not depend on the number of namespaces; none means the whole mesh. With `recorded` the rates come
 * from recording rules; how old the newest sample is does not: that must not depend on rules.
 */
export function graphQueries(
  window: DurationSeconds,
  at: EpochSeconds,
  namespaces: readonly string[] = [],
  recorded: Recorded | null = null,
): readonly GraphQuery[] {
  const scope = { window, namespaces, recorded };
  return [
    { name: 'requests', query: requestsQuery(scope), at, lacks: 'traffic', lean: { query: leanRequestsQuery(scope), lacks: 'security' } },
    { name: 'tcp', query: joined(tcpMetrics, tcpLabels, scope), at, lacks: 'traffic', lean: null },
    { name: 'durationBuckets', query: rates(bucketsMetric, ['le', ...timedLabels], scope), at, lacks: 'response_times', lean: null },
    { name: 'durationSums', query: rates(sumsMetric, timedLabels, scope), at, lacks: 'response_times', lean: null },
    { name: 'amounts', query: joined(amountMetrics, timedLabels, scope), at, lacks: 'amounts', lean: null },
    { name: 'newestSample', query: newestSampleQuery(), at, lacks: 'traffic', lean: null },
  ];
}

/** Every metric whose rates a reading needs, with the labels that it tells apart: what recording rules have to keep. */
export const ratedMetrics: readonly { readonly metric: string; readonly labels: readonly string[] }[] = [
  { metric: requestsMetric, labels: requestLabels },
  ...Object.values(tcpMetrics).map((metric) => ({ metric, labels: tcpLabels })),
  { metric: bucketsMetric, labels: ['le', ...timedLabels] },
  { metric: sumsMetric, labels: timedLabels },
  ...Object.values(amountMetrics).map((metric) => ({ metric, labels: timedLabels })),
];

/** Requests per second by both ends, outcome and reporter. Series at rest are kept: measured and zero is not the same as not measured. */
const requestsQuery = (scope: Scope): string => rates(requestsMetric, requestLabels, scope);

/** The same without what proves identities and names versions: some series per pair of workloads instead of dozens. */
const leanRequestsQuery = (scope: Scope): string =>
  rates(requestsMetric, ['reporter', ...leanEnds, 'request_protocol', 'response_code', 'grpc_response_status', 'response_flags'], scope);

/** When the newest sample of any traffic was taken, epoch seconds. Tells an old picture from a calm mesh. */
const newestSampleQuery = (): string => 'max(timestamp(istio_requests_total) or timestamp(istio_tcp_sent_bytes_total))';

function rates(metric: string, group: readonly string[], { window, namespaces, recorded }: Scope): string {
  const rateOf = (matchers: string): string =>
    recorded === null ? `rate(${metric}${matchers}[${window}s])` : recordedRate(metric, matchers, window);
  return `sum by (${group.join(', ')}) (${touching(namespaces).map(rateOf).join(' or ')})`;
}

/** Rates of several metrics in one answer. A metric that nobody writes is left out of it and takes nothing with it. */
const joined = (metrics: Readonly<Record<string, string>>, group: readonly string[], scope: Scope): string =>
  Object.entries(metrics)
    .map(([amount, metric]) => `label_replace(${rates(metric, group, scope)}, "amount", "${amount}", "", "")`)
    .join(' or ');

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
