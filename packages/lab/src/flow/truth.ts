import type { Labels } from '../series/index.ts';
import type { Epoch } from './epoch.ts';
import type { Loads } from './load.ts';
import type { Flow } from './flows.ts';

/** What really flows along one edge in one way, by the side that reports it. Ends are `unknown` where that side does not know them. */
export interface TrueEdge {
  readonly reporter: 'source' | 'destination';
  readonly source: { readonly namespace: string; readonly workload: string };
  readonly destination: { readonly namespace: string; readonly workload: string };
  /** Host of the service. */
  readonly service: string;
  readonly protocol: Flow['protocol'];
  readonly code: string;
  /** Null where it is not gRPC, or was given up. */
  readonly grpcStatus: string | null;
  readonly flags: string;
  readonly security: string;
  /** Connections per second for TCP. */
  readonly requestsPerSecond: number;
}

/** Rates of every flow at an instant, or on average over the window that ends there. */
export function truthOf(
  epochs: readonly Epoch[],
  loads: Loads,
  { atMs, windowMs }: { atMs: number; windowMs: number },
): readonly TrueEdge[] {
  const edges = new Map<string, TrueEdge>();
  epochs.forEach(({ startMs, solution }, index) => {
    const from = Math.max(startMs, atMs - windowMs);
    const to = Math.min(atMs, epochs[index + 1]?.startMs ?? Infinity);
    const rates = windowMs > 0 ? averages(loads, { from, to, windowMs }) : loads.ratesAt(atMs);
    for (const flow of solution.flows.values()) {
      const requestsPerSecond = flowRate(flow, rates) + (edges.get(flow.key)?.requestsPerSecond ?? 0);
      if (requestsPerSecond > 0) edges.set(flow.key, { ...edgeOf(flow.labels, flow.protocol), requestsPerSecond });
    }
  });
  return [...edges.values()];
}

/** What a part of a window adds to the average over all of it. */
function averages(loads: Loads, { from, to, windowMs }: { from: number; to: number; windowMs: number }): Float64Array {
  const before = loads.countsAt(from);
  return loads.countsAt(to).map((count, root) => ((count - (before[root] ?? 0)) / windowMs) * 1000);
}

const flowRate = ({ parts, pods, podShare }: Flow, rates: Float64Array): number =>
  pods.length *
  podShare *
  parts.reduce((total, part) => total + part.rates.reduce((sum, rate, root) => sum + rate * (rates[root] ?? 0), 0), 0);

const edgeOf = (labels: Labels, protocol: Flow['protocol']): Omit<TrueEdge, 'requestsPerSecond'> => {
  const label = (name: string): string => labels[name] ?? '';
  return {
    reporter: label('reporter') === 'source' ? 'source' : 'destination',
    source: { namespace: label('source_workload_namespace'), workload: label('source_workload') },
    destination: { namespace: label('destination_workload_namespace'), workload: label('destination_workload') },
    service: label('destination_service'),
    protocol,
    code: label('response_code'),
    grpcStatus: labels['grpc_response_status'] ?? null,
    flags: label('response_flags'),
    security: label('connection_security_policy'),
  };
};
