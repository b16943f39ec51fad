import type { TrafficGraph } from '@vigla/contract/graph';
import type { ServiceVersion } from '@vigla/contract/istio';

/** Which share of the measured requests each version gets. Shape: by version, ratio 0..1; empty when nothing was measured. */
export function observedShares(graph: TrafficGraph, namespace: string, versions: readonly ServiceVersion[]): ReadonlyMap<string, number> {
  const rates = new Map(
    graph.nodes.map(({ id, inbound }) => [id, inbound.reduce((sum, { requestsPerSecond }) => sum + (requestsPerSecond ?? 0), 0)]),
  );
  const perVersion = versions.map(({ version, workloads }) => ({
    version,
    rate: workloads.reduce((sum, workload) => sum + (rates.get(`${namespace}/${workload}`) ?? 0), 0),
  }));
  const total = perVersion.reduce((sum, { rate }) => sum + rate, 0);
  return new Map(total > 0 ? perVersion.map(({ version, rate }) => [version, rate / total]) : []);
}
