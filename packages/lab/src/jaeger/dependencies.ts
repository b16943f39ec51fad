import type { Timeline } from '../flow/index.ts';
import { tracedName } from './names.ts';
import { BadRequest, refuseUnknown } from './parameters.ts';
import { followedShare, tracedShare } from './sampler.ts';

const day = 86_400_000;

/** How often each service called each other one in traced requests. Units: `endTs` and `lookback` are ms. */
export function dependencies(timeline: Timeline, query: URLSearchParams, nowMs: number) {
  refuseUnknown(query, new Set(['endTs', 'lookback', 'service', 'prettyPrint']));
  const endMs = Math.min(milliseconds(query, 'endTs') ?? nowMs, nowMs);
  const windowMs = Math.min(milliseconds(query, 'lookback') ?? day, endMs - timeline.startMs);
  if (windowMs <= 0) return [];
  const workloads = timeline.epochAt(endMs)?.mesh.registry.workloads;
  const nameOf = ({ namespace, workload }: { namespace: string; workload: string }): string | undefined => {
    const known = workloads?.get(`${namespace}/${workload}`);
    return known && tracedName(known);
  };
  const share = meanShare(timeline, endMs);
  const counts = new Map<string, { readonly parent: string; readonly child: string; calls: number }>();
  for (const { reporter, source, destination, protocol, requestsPerSecond } of timeline.truth(endMs, windowMs)) {
    const parent = nameOf(source);
    const child = nameOf(destination);
    if (reporter !== 'destination' || protocol === 'tcp' || !parent || !child) continue;
    const edge = counts.get(`${parent} ${child}`) ?? { parent, child, calls: 0 };
    edge.calls += (requestsPerSecond * windowMs * share) / 1000;
    counts.set(`${parent} ${child}`, edge);
  }
  const service = query.get('service');
  return [...counts.values()]
    .filter(({ parent, child }) => !service || parent === service || child === service)
    .map(({ parent, child, calls }) => ({ parent, child, callCount: Math.round(calls) }));
}

/** The share of requests that is traced, on average over the roots: exact where all of them are traced alike. */
function meanShare(timeline: Timeline, ms: number): number {
  const rates = timeline.model.roots.map((_, root) => timeline.rateAt(root, ms));
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const shares = rates.map((_, root) => tracedShare(timeline, root, ms));
  if (total === 0 || new Set(shares).size === 1) return shares[0] ?? followedShare(timeline, ms);
  return rates.reduce((sum, rate, root) => sum + (rate / total) * (shares[root] ?? 0), 0);
}

function milliseconds(query: URLSearchParams, name: string): number | undefined {
  const written = query.get(name);
  if (written === null || written === '') return undefined;
  if (!/^\d{1,14}$/.test(written)) throw new BadRequest(`unable to parse param '${name}': expected milliseconds`);
  return Number(written);
}
