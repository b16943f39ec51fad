import type { Timeline } from '../../flow/index.ts';
import { noon } from './cases.ts';

/** What a workload sends to a host at noon, and what the requests that reach it let expect. Units: requests per second. */
export interface Calls {
  readonly from: string;
  readonly host: string;
  readonly sent: number;
  readonly least: number;
  readonly most: number;
}

/**
 * The calls of every workload that reports all it gets and sends, and does not fail by itself. Where it does different
 * things for different requests, metrics do not tell how often it did which: between the fewest and the most calls then.
 */
export function callsOf(timeline: Timeline): readonly Calls[] {
  const edges = timeline.truth(noon);
  const { mesh, conditions } = timeline.latest() ?? {};
  return [...(mesh?.registry.workloads.values() ?? [])].flatMap((workload): readonly Calls[] => {
    const { key, name, namespace, pods, proxy } = workload;
    const operations = timeline.model.behaviours.get(key) ?? [];
    const seen = proxy === 'sidecar' && pods.every(({ injected }) => injected);
    const asksByItself = timeline.model.roots.some(({ from }) => from.workload === key);
    const ill =
      conditions?.get(key) !== undefined || operations.some(({ failures, capacityPerPod }) => failures.length > 0 || capacityPerPod);
    if (!seen || asksByItself || ill) return [];
    const rate = (fits: (edge: (typeof edges)[number]) => boolean): number =>
      edges.filter(fits).reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);
    const received = rate(
      ({ reporter, destination, code, flags }) =>
        reporter === 'destination' &&
        destination.workload === name &&
        destination.namespace === namespace &&
        !(['401', '403'].includes(code) || /RL|UAEX/.test(flags)),
    );
    const hosts = new Set(operations.flatMap(({ calls }) => calls.map(({ host }) => host)));
    return [...hosts].map((host): Calls => {
      const perRequest = operations.map(({ calls }) =>
        calls.filter((one) => one.host === host).reduce((sum, one) => sum + one.perRequest, 0),
      );
      const sent = rate(
        ({ reporter, source, service }) =>
          reporter === 'source' &&
          source.workload === name &&
          source.namespace === namespace &&
          (service === host || service.startsWith(`${host}.`)),
      );
      return { from: key, host, sent, least: received * Math.min(...perRequest), most: received * Math.max(...perRequest) };
    });
  });
}
