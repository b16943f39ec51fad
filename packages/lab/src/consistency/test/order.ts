import type { KubeObject } from '@vigla/contract/objects';
import type { Timeline } from '../../flow/index.ts';
import { minute, noon, put, type Retelling } from './cases.ts';
import { trueEnding } from './seen.ts';

/** A rule that fails some of the calls to a service that no other rule is about: the last on the way of requests. */
export function unrelatedTo(timeline: Timeline): KubeObject {
  const hops = timeline.epochAt(noon)?.solution.currents ?? [];
  const service = hops
    .flatMap(({ hop: { call, caller, route, legs } }) =>
      call.protocol === 'http' && caller.proxy !== null && route?.kind === 'forward' && route.object === null
        ? (legs[0]?.leg.service ?? [])
        : [],
    )
    .filter(({ external }) => !external)
    .at(-1);
  if (!service) throw new Error('There is a rule for every service.');
  const { host, name, namespace } = service;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace, creationTimestamp: '2026-02-01T00:00:00Z' },
    spec: {
      hosts: [host],
      http: [{ fault: { abort: { httpStatus: 418, percentage: { value: 10 } } }, route: [{ destination: { host } }] }],
    },
  };
}

/**
 * Has an object written at an instant, whatever else is written in the minutes around it. All is written once more shortly before
 * noon: what limits do is worked out when something is written, and else only when load has moved it by so much that it shows.
 */
export const withAlso =
  (object: KubeObject, atMs: number): Retelling =>
  (past) => {
    const own = past.slice(
      Math.max(
        0,
        past.findLastIndex((told) => told.atMs <= noon - 8 * minute),
      ),
    );
    const before = own.filter((told) => told.atMs < atMs);
    const change = put(object);
    const now = { atMs, objects: change(before.at(-1)?.objects ?? []) };
    const later = own.slice(before.length).map((told) => ({ ...told, objects: change(told.objects) }));
    return [...before, now, ...later, { atMs: noon - 10_000, objects: (later.at(-1) ?? now).objects }];
  };

/** Where two timelines differ at noon, in words. Limits are brought into balance to a millionth. */
export function apart(one: Timeline, other: Timeline): readonly string[] {
  const [first, second] = [ratesOf(one), ratesOf(other)];
  const precision = one.epochAt(noon)?.solution.strained ? 1e-5 : 1e-12;
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((ending) => {
    const [a, b] = [first.get(ending) ?? 0, second.get(ending) ?? 0];
    return Math.abs(a - b) <= precision * Math.max(1, a, b) ? [] : [`${ending}: ${a}, or ${b}`];
  });
}

function ratesOf(timeline: Timeline): ReadonlyMap<string, number> {
  const rates = new Map<string, number>();
  for (const edge of timeline.truth(noon)) rates.set(trueEnding(edge), (rates.get(trueEnding(edge)) ?? 0) + edge.requestsPerSecond);
  return rates;
}
