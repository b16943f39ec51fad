import type { DurationSeconds } from '@vigla/contract/units';
import { touching } from './graph-queries.ts';
import { anyOf, quoted } from './text.ts';

/** One question about a span of time, for the time rail. */
export interface HistoryQuery {
  readonly name: 'entering' | 'failing';
  readonly query: string;
}

interface HistoryQuestion {
  /** How far each point looks back; at least four scrapes, and the step where that is longer. */
  readonly window: DurationSeconds;
  /** Names of gateway workloads: what comes through them enters, even where their namespace is looked at too. */
  readonly gateways: readonly string[];
  /** None means the whole mesh. */
  readonly namespaces?: readonly string[];
}

/** Codes of failed requests. Code 0 is a connection that broke before any answer. */
const failedCode = '0|[45]..';
/** A call that the client gave up on, or that was tried again: the server's own report says how it ended. */
const toldByTheServer = '(.*,)?(DC|UT|URX)(,.*)?';

/**
 * Two range questions whatever the size of the mesh: calls per second, and those of them that failed, by
 * `reporter`, `source_workload_namespace`, `to` (the namespace called, "unknown" where none) and
 * `door` ("yes" where the caller is a gateway). Failed ones, of which there are few, also by the two workloads: that tells
 * where a failure began from who passed it on. `projectHistory` turns the answers into what one caller may see.
 */
export function historyQueries({ window, gateways, namespaces = [] }: HistoryQuestion): readonly [HistoryQuery, HistoryQuery] {
  const seen = touching(namespaces);
  const failing = seen.flatMap((matchers) => failures.map((failure) => both(matchers, failure)));
  return [
    { name: 'entering', query: `sum by (${byPlace}) (${calls(seen, window, gateways)})` },
    { name: 'failing', query: `sum by (${byPlace}, source_workload, destination_workload) (${calls(failing, window, gateways)}) > 0` },
  ];
}

const byPlace = 'reporter, source_workload_namespace, to, door';

/** Matchers that together find failed requests, each told by the side whose word stands. */
export const failures: readonly string[] = [
  `reporter!="source",response_code=~"${failedCode}"`,
  `reporter!="source",request_protocol="grpc",response_code!~"${failedCode}",grpc_response_status=~"[1-9].*"`,
  `reporter="source",response_code=~"${failedCode}",response_flags!~"${toldByTheServer}"`,
  `reporter="source",request_protocol="grpc",response_code!~"${failedCode}",grpc_response_status=~"[1-9].*",response_flags!~"${toldByTheServer}"`,
];

const both = (matchers: string, more: string): string => (matchers === '' ? `{${more}}` : `${matchers.slice(0, -1)},${more}}`);

function calls(selectors: readonly string[], window: DurationSeconds, gateways: readonly string[]): string {
  const arms = selectors.map((matchers) => `rate(istio_requests_total${matchers}[${window}s])`);
  const pairs = `sum by (reporter, source_workload_namespace, source_workload, destination_workload_namespace, destination_workload, destination_service) (${arms.join(' or ')})`;
  // A request that reached nobody has no workload namespace, but its host names the service that was meant.
  const byWorkload = `label_replace(${pairs}, "to", "$1", "destination_workload_namespace", "(.*)")`;
  const byHost = `label_replace(${byWorkload}, "to", "$1", "destination_service", "[^.]+\\\\.([^.]+)\\\\.svc([.:].*)?")`;
  return gateways.length === 0 ? byHost : `label_replace(${byHost}, "door", "yes", "source_workload", ${quoted(anyOf(gateways))})`;
}
