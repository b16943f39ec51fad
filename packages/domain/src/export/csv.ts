import type { GraphEdge, GraphNode, Traffic, TrafficGraph } from '@vigla/contract/graph';

type Cell = string | number | null;

/**
 * The calls of a graph, one per line. Shape: RFC 4180 with a head and CRLF; instants in ISO 8601 UTC; what was not measured
 * is empty, never 0. Units stand in the names of the columns.
 */
export function edgesCsv(graph: TrafficGraph): string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const rows = graph.edges.map((edge) => [...momentOf(graph), ...edgeCells(edge, nodes.get(edge.from), nodes.get(edge.to))]);
  return table([...moment, ...edgeColumns], rows);
}

/** The nodes of a graph, one per line, with the sums of what they received and sent. Shape and units: as `edgesCsv`. */
export function nodesCsv(graph: TrafficGraph): string {
  return table(
    [...moment, ...nodeColumns],
    graph.nodes.map((node) => [...momentOf(graph), ...nodeCells(node)]),
  );
}

const moment = ['at', 'window_seconds'] as const;
const momentOf = ({ at, window }: TrafficGraph): readonly Cell[] => [new Date(at * 1000).toISOString().replace('.000Z', 'Z'), window];

const edgeColumns = [
  'from_cluster',
  'from_namespace',
  'from',
  'to_cluster',
  'to_namespace',
  'to',
  'protocol',
  'health',
  'requests_per_second',
  'requests',
  'failed',
  'error_ratio',
  'average_ms',
  'p50_ms',
  'p95_ms',
  'p99_ms',
  'bytes_per_second',
  'sent_bytes_per_second',
  'received_bytes_per_second',
  'mtls_ratio',
  'reported_by',
  'hosts',
  'endings',
  'id',
] as const;

function edgeCells(edge: GraphEdge, from: GraphNode | undefined, to: GraphNode | undefined): readonly Cell[] {
  const { traffic, endings } = edge;
  return [
    ...endCells(from, edge.from),
    ...endCells(to, edge.to),
    traffic.protocol,
    edge.health,
    traffic.requestsPerSecond,
    traffic.requests,
    traffic.failed,
    traffic.errorRatio,
    traffic.averageMs,
    traffic.p50Ms,
    traffic.p95Ms,
    traffic.p99Ms,
    traffic.bytesPerSecond,
    traffic.sentBytesPerSecond,
    traffic.receivedBytesPerSecond,
    edge.mtlsRatio,
    edge.reportedBy,
    edge.hosts.join(' '),
    endings.map(({ code, flags, requestsPerSecond }) => `${code} ${flags} ${requestsPerSecond}`).join('; '),
    edge.id,
  ];
}

const endCells = (node: GraphNode | undefined, id: string): readonly Cell[] =>
  node ? [node.cluster, node.namespace, node.name] : [null, null, id];

const nodeColumns = [
  'cluster',
  'namespace',
  'name',
  'kind',
  'app',
  'version',
  'health',
  'in_requests_per_second',
  'in_error_ratio',
  'in_bytes_per_second',
  'out_requests_per_second',
  'out_error_ratio',
  'out_bytes_per_second',
  'pods_ready',
  'pods_desired',
  'in_mesh',
  'badges',
  'id',
] as const;

function nodeCells(node: GraphNode): readonly Cell[] {
  return [
    node.cluster,
    node.namespace,
    node.name,
    node.kind,
    node.app,
    node.version,
    node.health,
    ...sums(node.inbound),
    ...sums(node.outbound),
    node.pods?.ready ?? null,
    node.pods?.desired ?? null,
    node.inMesh === null ? null : String(node.inMesh),
    node.badges.join(' '),
    node.id,
  ];
}

/** Rate, failed share, bytes of TCP. */
function sums(parts: readonly Traffic[]): readonly Cell[] {
  const sum = (of: (part: Traffic) => number | null): number | null => {
    const known = parts.flatMap((part) => of(part) ?? []);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  const [requests, failed] = [sum((part) => part.requests), sum((part) => part.failed)];
  return [
    sum((part) => part.requestsPerSecond),
    requests !== null && failed !== null && requests > 0 ? failed / requests : null,
    sum((part) => (part.protocol === 'tcp' ? part.bytesPerSecond : null)),
  ];
}

const table = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [columns, ...rows].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');

/** Texts that spreadsheets would run as a formula get an apostrophe before them, which they do not show. Source: OWASP, "CSV Injection". */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const harmless = /^[\s]*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
