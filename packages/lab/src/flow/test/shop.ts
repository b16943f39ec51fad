import type { KubeObject } from '@vigla/contract/objects';
import { bookinfo } from '../../scenarios/index.ts';
import { createTimeline, type Timeline } from '../timeline.ts';
import type { TrueEdge } from '../truth.ts';

/** The only now of these tests. */
export const noon = Date.UTC(2026, 2, 1, 12);
export const minute = 60_000;

/** The book shop as it is at noon. */
export const shop = bookinfo.moments({ nowMs: noon, seed: 7 }).at(-1)?.objects ?? [];

/** A timeline that has run for half an hour with these objects when noon comes. */
export function running(objects: readonly KubeObject[] = shop, seed = 7): Timeline {
  const timeline = createTimeline({ model: bookinfo.model, seed, startMs: noon - 30 * minute, scrapeMs: 5000 });
  timeline.configure(noon - 30 * minute, objects);
  return timeline;
}

/** The shop with objects put in, or in the place of those of the same name. */
export function withObjects(...objects: readonly KubeObject[]): readonly KubeObject[] {
  const keyOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  const given = new Set(objects.map(keyOf));
  return [...shop.filter((object) => !given.has(keyOf(object))), ...objects];
}

/** The shop without the pods of some workload. */
export const withoutPods = (workload: string): readonly KubeObject[] =>
  shop.filter(({ kind, metadata }) => kind !== 'Pod' || !metadata.name.startsWith(`${workload}-`));

const versions: Readonly<Record<string, string>> = { VirtualService: 'networking.istio.io/v1', DestinationRule: 'networking.istio.io/v1' };

/** A mesh object of the book shop's namespace: `VirtualService reviews`. */
export function rule(what: string, spec: Readonly<Record<string, unknown>>): KubeObject {
  const [kind = '', name = ''] = what.split(' ');
  return {
    apiVersion: versions[kind] ?? 'security.istio.io/v1',
    kind,
    metadata: { name, namespace: 'bookinfo', creationTimestamp: '2026-02-01T00:00:00Z' },
    spec,
  };
}

/** A VirtualService with one http rule for a service. */
export const virtual = (host: string, http: Readonly<Record<string, unknown>>): KubeObject =>
  rule(`VirtualService ${host}`, { hosts: [host], http: [{ route: [{ destination: { host } }], ...http }] });

/** The sum of the rates of edges that fit. Units: requests per second. */
export const rate = (edges: readonly TrueEdge[], fits: (edge: TrueEdge) => boolean): number =>
  edges.filter(fits).reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);

/** Edges in words: `source productpage-v1>reviews-v1 200 - unknown`. */
export const words = ({ reporter, source, destination, code, flags, security }: TrueEdge): string =>
  `${reporter} ${source.workload}>${destination.workload} ${code} ${flags} ${security}`;
