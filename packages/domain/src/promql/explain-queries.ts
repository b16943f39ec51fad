import type { DurationSeconds } from '@vigla/contract/units';
import { quoted } from './text.ts';

/** Labels that calls carry, exactly. */
export type CallLabels = Readonly<Record<string, string>>;

/** Codes of failed requests. Code 0 is a connection that broke before any answer. */
const failedCode = 'response_code=~"0|[45].."';
const outcomes = 'reporter, response_code, response_flags, grpc_response_status, connection_security_policy';

/** How the requests of these calls ended, per second, by reporter. A call that two matchers find counts once. */
export const callOutcomesQuery = (calls: readonly CallLabels[], window: DurationSeconds): string =>
  `sum by (${outcomes}) (${rates('istio_requests_total', calls, window)})`;

/** Mean response time of these calls by reporter and code. Units: milliseconds. */
export const callTimesQuery = (calls: readonly CallLabels[], window: DurationSeconds): string =>
  `sum by (reporter, response_code) (${rates('istio_request_duration_milliseconds_sum', calls, window)})` +
  ` / sum by (reporter, response_code) (${rates('istio_request_duration_milliseconds_count', calls, window)})`;

/** Failing requests of these calls per second, as whoever tells more of them tells it; nothing while there are none. */
export const callFailuresQuery = (calls: readonly CallLabels[], window: DurationSeconds): string =>
  `max(sum by (reporter) (${rates('istio_requests_total', calls, window, failedCode)}))`;

/** All requests of these calls per second, as whoever tells more of them tells it. */
export const callRateQuery = (calls: readonly CallLabels[], window: DurationSeconds): string =>
  `max(sum by (reporter) (${rates('istio_requests_total', calls, window)}))`;

/** How many series Prometheus has of a workload, told by its own proxies and by others. Units: series. */
export const toldOfWorkloadQuery = (namespace: string, workload: string): string =>
  `count by (reporter) (istio_requests_total{source_workload=${quoted(workload)},source_workload_namespace=${quoted(namespace)}}` +
  ` or istio_requests_total{destination_workload=${quoted(workload)},destination_workload_namespace=${quoted(namespace)}}` +
  ` or istio_tcp_sent_bytes_total{destination_workload=${quoted(workload)},destination_workload_namespace=${quoted(namespace)}}` +
  ` or istio_tcp_sent_bytes_total{source_workload=${quoted(workload)},source_workload_namespace=${quoted(namespace)}})`;

/** How many series of proxies there are at all. */
export const anyTrafficQuery = (): string => 'count(istio_requests_total or istio_tcp_sent_bytes_total)';

/** Requests or bytes of these calls per second, however they ended. */
export const callActivityQuery = (calls: readonly CallLabels[], window: DurationSeconds): string =>
  `sum(${rates('istio_requests_total', calls, window)} or ${rates('istio_tcp_sent_bytes_total', calls, window)}) > 0`;

function rates(metric: string, calls: readonly CallLabels[], window: DurationSeconds, more?: string): string {
  return calls.map((labels) => `rate(${metric}${selector(labels, more)}[${window}s])`).join(' or ');
}

function selector(labels: CallLabels, more?: string): string {
  const matchers = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
  return `{${[...matchers, ...(more === undefined ? [] : [more])].join(',')}}`;
}
