import type { GraphEdge, GraphNode } from '@vigla/contract/graph';

/** How numbers are written for people, said once more and apart from the page, so that the page can be held to it. Source: design, "Numbers". */
const thin = '\u2009';
const grouped = (value: number, decimals: number): string =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

export function rate(value: number | null): string {
  if (value === null) return 'not measured';
  if (value === 0) return `0${thin}rps`;
  if (value < 0.005) return `<${thin}0.01${thin}rps`;
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${grouped(value, decimals)}${thin}rps`;
}

export function share(ratio: number | null): string {
  if (ratio === null) return 'not measured';
  if (ratio === 0 || ratio === 1) return `${ratio * 100}${thin}%`;
  if (ratio < 0.001) return `<${thin}0.1${thin}%`;
  if (ratio > 0.999) return `>${thin}99.9${thin}%`;
  return `${grouped(ratio * 100, 1)}${thin}%`;
}

function duration(ms: number | null): string {
  if (ms === null) return 'not measured';
  if (ms < 0.05) return ms === 0 ? `0${thin}ms` : `<${thin}0.1${thin}ms`;
  if (ms < 999.5) return `${grouped(ms, ms < 9.95 ? 1 : 0)}${thin}ms`;
  return `${grouped(ms / 1000, ms < 9_995 ? 2 : 1)}${thin}s`;
}

function bytes(perSecond: number | null): string {
  if (perSecond === null) return 'not measured';
  const [unit, size] = perSecond < 999.5 ? (['B', 1] as const) : perSecond < 999_500 ? (['kB', 1e3] as const) : (['MB', 1e6] as const);
  const scaled = perSecond / size;
  return `${grouped(scaled, Number.isInteger(scaled) || scaled >= 9.95 ? 0 : 1)}${thin}${unit}/s`;
}

const healths = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  failing: 'Failing',
  not_ready: 'Not ready',
  idle: 'Idle',
  unknown: 'Not measured',
} as const;
const protocols = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;

/** Of few requests a share says more than was measured: they are counted. */
function errors({ protocol, errorRatio, requests, failed }: GraphEdge['traffic']): string {
  if (protocol === 'tcp') return '—';
  const count = Math.round(requests ?? 0);
  return errorRatio && failed !== null && count > 0 && count < 10
    ? `${Math.min(count, Math.max(1, Math.round(failed)))} of ${count} failed`
    : share(errorRatio);
}

function mtls(ratio: number | null): string {
  if (ratio === null || ratio >= 1) return share(ratio);
  return ratio <= 0 ? 'plain text' : `${share(1 - ratio)} plain text`;
}

/** How a node is called where versions are grouped. */
export function nodeName({ id, kind, name, app, version }: GraphNode): string {
  if (kind === 'restricted') return 'restricted';
  if (id === 'outside/unknown:entering') return 'Outside';
  if (id === 'outside/unknown') return 'Unknown callers';
  return kind === 'workload' && app && version ? `${app} ${version}` : name;
}

/** The cells of an edge's row in the table, in the order of its columns. */
export function rowOf({ from, to, traffic, mtlsRatio, health }: GraphEdge, nodes: readonly GraphNode[]): readonly string[] {
  const called = (id: string): string => {
    const node = nodes.find((one) => one.id === id);
    return node ? [nodeName(node), node.namespace].filter(Boolean).join(' ') : id;
  };
  const tcp = traffic.protocol === 'tcp';
  return [
    called(from),
    called(to),
    protocols[traffic.protocol],
    tcp ? bytes(traffic.bytesPerSecond) : rate(traffic.requestsPerSecond),
    errors(traffic),
    tcp ? '—' : duration(traffic.p95Ms),
    mtls(mtlsRatio),
    healths[health],
  ];
}
