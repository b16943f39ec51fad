import type { Workload } from '@vigla/domain/semantics';
import type { Timeline, TrueEdge } from '../../flow/index.ts';
import { follow, originsIn, writtenCode, type Exchange, type Passage } from '../../jaeger/index.ts';
import { noon } from './cases.ts';

/** One side of an edge as its proxies report it. */
export interface Side {
  readonly reporter: 'source' | 'destination';
  readonly source: string;
  readonly destination: string;
  readonly service: string;
}

/** An exchange in the words of the metrics. */
export interface Seen extends Side {
  readonly code: string;
  readonly flags: string;
  readonly lastedMs: number;
}

/** Every request that is followed in the last seconds before noon. */
export function passages(timeline: Timeline, seconds: number): readonly Passage[] {
  const last = noon / 1000 - 1;
  const times = Array.from({ length: seconds }, (_, i) => last - i);
  const roots = timeline.model.roots.map((_, root) => root);
  return times.flatMap((second) =>
    roots.flatMap((root) => originsIn(timeline, root, second).flatMap((origin) => follow(timeline, origin) ?? [])),
  );
}

/** What proxies would report of these passages. */
export function seenIn(timeline: Timeline, some: readonly Passage[]): readonly Seen[] {
  const workloads = new Map(
    [...(timeline.latest()?.mesh.registry.workloads.values() ?? [])].flatMap((workload) =>
      workload.pods.map(({ uid }) => [uid, workload] as const),
    ),
  );
  return some.flatMap(({ exchanges }) => exchanges.map((exchange) => seen(exchange, workloads)));
}

function seen(exchange: Exchange, workloads: ReadonlyMap<string, Workload>): Seen {
  const { side, hop, leg, workload, way, mutualTls } = exchange;
  const tcp = hop.call.protocol === 'tcp';
  const end = { code: tcp ? '' : String(writtenCode(exchange)), flags: way.flags, lastedMs: way.lastedMs };
  if (side === 'client') {
    const destination = (way.host && workloads.get(way.host.uid)?.name) ?? 'unknown';
    return { reporter: 'source', source: workload.name, destination, service: serviceOf(exchange), ...end };
  }
  const told = hop.caller.proxy !== null && (mutualTls || !tcp);
  return {
    reporter: 'destination',
    source: told ? hop.caller.name : 'unknown',
    destination: workload.name,
    service: leg?.host ?? '',
    ...end,
  };
}

/** Where a request led nowhere its service is the one that the route was for, and at a gateway nobody knows it. */
function serviceOf({ leg, hop: { route, call }, workload }: Exchange): string {
  if (leg) return leg.host;
  if (route?.kind === 'no_route' && route.service) return route.service.host;
  return workload.proxy === 'gateway' && route?.kind === 'no_route' ? 'unknown' : call.host;
}

export const sideKey = ({ reporter, source, destination, service }: Side): string => `${reporter} ${source}>${destination} ${service}`;
export const endingKey = (one: Seen): string => `${sideKey(one)} ${one.code} ${one.flags}`;

/** The true edges in the same words. */
export const trueSide = ({ reporter, source, destination, service }: TrueEdge): string =>
  sideKey({ reporter, source: source.workload, destination: destination.workload, service });
export const trueEnding = (edge: TrueEdge): string => `${trueSide(edge)} ${edge.code} ${edge.flags}`;
