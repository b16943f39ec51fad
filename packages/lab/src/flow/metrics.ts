import type { Labels } from '../series/index.ts';
import { bucketBounds } from './distribution.ts';
import type { Flow, Part } from './flows.ts';

/** One series of a bundle: how much a part adds to it per request. */
export interface Row {
  readonly metric: string;
  readonly le: string | null;
  /** Its labels beyond those of its bundle: one object for all bundles. */
  readonly own: Labels;
  readonly amount: (part: Part) => number;
}

/** A metric as scrapes show it. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'histogram';
  readonly help: string;
  readonly rows: readonly Row[];
}

const once = (): number => 1;

const rowOf = (metric: string, le: string | null, amount: Row['amount']): Row => ({
  metric,
  le,
  own: le === null ? { __name__: metric } : { __name__: metric, le },
  amount,
});

const counter = (name: string, help: string, amount: Row['amount']): Metric => ({
  name,
  type: 'counter',
  help,
  rows: [rowOf(name, null, amount)],
});

/** The last bucket counts every request, by the same arithmetic as the plain counter: they are equal to the bit. */
function histogram(name: string, help: string, quantity: 'duration' | 'request' | 'response'): Metric {
  const buckets = bucketBounds.map(
    (bound, index): Row => rowOf(`${name}_bucket`, String(bound), (part) => part[quantity].shares[index] ?? 1),
  );
  return {
    name,
    type: 'histogram',
    help,
    rows: [
      ...buckets,
      rowOf(`${name}_bucket`, '+Inf', once),
      rowOf(`${name}_sum`, null, (part) => part[quantity].mean),
      rowOf(`${name}_count`, null, once),
    ],
  };
}

const http: readonly Metric[] = [
  counter('istio_requests_total', 'Requests that a proxy handled.', once),
  histogram('istio_request_duration_milliseconds', 'Time of requests.', 'duration'),
  histogram('istio_request_bytes', 'Size of request bodies.', 'request'),
  histogram('istio_response_bytes', 'Size of response bodies.', 'response'),
];

const messages: readonly Metric[] = [
  counter('istio_request_messages_total', 'gRPC messages that clients sent.', once),
  counter('istio_response_messages_total', 'gRPC messages that servers sent.', once),
];

/** Sent and received are told from the server: it sends responses. */
const tcp: readonly Metric[] = [
  counter('istio_tcp_connections_opened_total', 'Connections opened.', once),
  counter('istio_tcp_connections_closed_total', 'Connections closed.', once),
  counter('istio_tcp_sent_bytes_total', 'Bytes sent in response.', ({ response }) => response.mean),
  counter('istio_tcp_received_bytes_total', 'Bytes received in request.', ({ request }) => request.mean),
];

const byProtocol: Readonly<Record<Flow['protocol'], readonly Metric[]>> = { http, grpc: [...http, ...messages], tcp };

/** What proxies report of a protocol. Order: fixed. */
export const metricsOf = (protocol: Flow['protocol']): readonly Metric[] => byProtocol[protocol];

/** The row that counts requests or connections comes first: a series begins when it reaches 1. */
export const firstRow = 0;

/** The rows of a protocol in the order of its metrics, and the places of those of each metric. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly metrics: readonly string[];
  /** By the place of a metric. */
  readonly ofMetric: readonly (readonly number[])[];
}

function numbered(metrics: readonly Metric[]): Rows {
  const rows = metrics.flatMap((metric) => metric.rows);
  const byMetric = new Map<string, number[]>();
  rows.forEach(({ metric }, i) => byMetric.set(metric, [...(byMetric.get(metric) ?? []), i]));
  return { rows, metrics: [...byMetric.keys()], ofMetric: [...byMetric.values()] };
}

const rowsByProtocol: Readonly<Record<Flow['protocol'], Rows>> = {
  http: numbered(byProtocol.http),
  grpc: numbered(byProtocol.grpc),
  tcp: numbered(byProtocol.tcp),
};

export const rowsOf = (protocol: Flow['protocol']): Rows => rowsByProtocol[protocol];
