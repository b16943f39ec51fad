import type { KubeObject } from '@vigla/contract/objects';
import type { Timeline } from '../../flow/index.ts';
import type { Told } from '../../stories/index.ts';
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

/** An object, and after it what was written in the last minutes; `anew`: as below. */
export const objectFirst =
  (object: KubeObject, anew: boolean): Retelling =>
  (past) =>
    toTheEnd(
      recent(past).map((told) => ({ ...told, objects: put(object)(told.objects) })),
      anew,
    );

/** What was written in the last minutes, and after it an object; `anew`: as below. */
export const objectLast =
  (object: KubeObject, anew: boolean): Retelling =>
  (past) => {
    const own = recent(past);
    return toTheEnd([...own, { atMs: noon - minute, objects: put(object)(own.at(-1)?.objects ?? []) }], anew);
  };

const recent: Retelling = (past) =>
  past.slice(
    Math.max(
      0,
      past.findLastIndex(({ atMs }) => atMs <= noon - 8 * minute),
    ),
  );

/**
 * With the same written once more shortly before noon, if `anew`: what limits do is worked out when something is written,
 * and else only when load has moved it by so much that it shows.
 */
const toTheEnd = (past: readonly Told[], anew: boolean): readonly Told[] =>
  anew ? [...past, { atMs: noon - 10_000, objects: past.at(-1)?.objects ?? [] }] : past;

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
