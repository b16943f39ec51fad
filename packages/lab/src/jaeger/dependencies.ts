import type { Timeline } from '../flow/index.ts';
import { tracedName } from './names.ts';
import { BadRequest, refuseUnknown } from './parameters.ts';
import { sampledShare } from './sampler.ts';

const day = 86_400_000;

/** How often each service called each other one in traced requests. Units: `endTs` and `lookback` are ms. */
export function dependencies(timeline: Timeline, query: URLSearchParams, nowMs: number) {
  refuseUnknown(query, new Set(['endTs', 'lookback']));
  const endMs = Math.min(milliseconds(query, 'endTs') ?? nowMs, nowMs);
  const windowMs = Math.min(milliseconds(query, 'lookback') ?? day, endMs - timeline.startMs);
  if (windowMs <= 0) return [];
  const workloads = timeline.epochAt(endMs)?.mesh.registry.workloads;
  const nameOf = ({ namespace, workload }: { namespace: string; workload: string }): string | undefined => {
    const known = workloads?.get(`${namespace}/${workload}`);
    return known && tracedName(known);
  };
  const counts = new Map<string, { readonly parent: string; readonly child: string; calls: number }>();
  for (const { reporter, source, destination, protocol, requestsPerSecond } of timeline.truth(endMs, windowMs)) {
    const parent = nameOf(source);
    const child = nameOf(destination);
    if (reporter !== 'destination' || protocol === 'tcp' || !parent || !child) continue;
    const edge = counts.get(`${parent} ${child}`) ?? { parent, child, calls: 0 };
    edge.calls += (requestsPerSecond * windowMs * sampledShare(timeline)) / 1000;
    counts.set(`${parent} ${child}`, edge);
  }
  return [...counts.values()].map(({ parent, child, calls }) => ({ parent, child, callCount: Math.round(calls) }));
}

function milliseconds(query: URLSearchParams, name: string): number | undefined {
  const written = query.get(name);
  if (written === null || written === '') return undefined;
  if (!/^\d{1,14}$/.test(written)) throw new BadRequest(`unable to parse param '${name}': expected milliseconds`);
  return Number(written);
}
