import type { GroupBy, TrafficGraph } from '@vigla/contract/graph';
import { bookinfoObjects, bookinfoSamples, call, deployed, tcp, together } from '../bookinfo/index.ts';
import type { Fact, MeshCase, Wish } from './mesh-case.ts';

type Counted = readonly { readonly requestsPerSecond: number | null }[];

const total = (all: Counted): number => all.reduce((sum, { requestsPerSecond }) => sum + (requestsPerSecond ?? 0), 0);

/** Numbers may have crossed a wire with a few digits. */
const alike = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * Math.max(a, b) + 1e-9;

/** Nodes whose traffic is not the sum of their edges. */
function unequal({ nodes, edges }: TrafficGraph): readonly string[] {
  const sum = (end: 'from' | 'to', id: string): number => total(edges.filter((edge) => edge[end] === id).map(({ traffic }) => traffic));
  return nodes
    .filter(({ id, inbound, outbound }) => !alike(total(inbound), sum('to', id)) || !alike(total(outbound), sum('from', id)))
    .map(({ id }) => id);
}

const groups: readonly GroupBy[] = ['version', 'workload', 'app', 'service'];
const stops = [{}, { services: true }, { waypoints: true }, { services: true, operations: true, waypoints: true }];
const wishes: readonly Wish[] = groups.flatMap((groupBy) => stops.map((stop) => ({ groupBy, ...stop })));

const invariants = (wish: Wish): readonly Fact[] => [
  { says: `what goes in or out of a node is the sum of its edges: ${JSON.stringify(wish)}`, wish, reads: unequal, is: [] },
  {
    says: `what all nodes send is what all nodes receive: ${JSON.stringify(wish)}`,
    wish,
    reads: ({ nodes }) => alike(total(nodes.flatMap(({ outbound }) => outbound)), total(nodes.flatMap(({ inbound }) => inbound))),
    is: true,
  },
];

/** What each workload receives, which does not depend on what stands before it. */
const served: Readonly<Record<string, number>> = {
  'bookinfo/details-v1': 24,
  'bookinfo/productpage-v1': 25,
  'bookinfo/ratings-v1': 12,
  'bookinfo/ratings-v2': 7,
  'bookinfo/reviews-v1': 12,
  'bookinfo/reviews-v2': 6,
  'bookinfo/reviews-v3': 6,
};
const receives = (wish: Wish): Fact => ({
  says: `workloads receive the same whatever stands before them: ${JSON.stringify(wish)}`,
  wish,
  reads: ({ nodes }) => Object.fromEntries(nodes.flatMap(({ id, inbound }) => (id in served ? [[id, total(inbound)] as const] : []))),
  is: served,
});

/** Bookinfo with a waypoint, a node proxy and a service that nobody serves. */
export const sumsCase: MeshCase = {
  name: 'sums',
  objects: [
    ...bookinfoObjects,
    ...deployed({ app: 'waypoint', labels: { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' } }),
  ],
  answers: together(
    bookinfoSamples,
    tcp({ from: 'details-v1', to: 'waypoint', bytesPerSecond: 90, ztunnel: true }),
    tcp({ from: 'waypoint', to: 'ratings-v2', bytesPerSecond: 90, ztunnel: true }),
    call({ from: 'details-v1', to: 'ratings-v2', rps: 7, reporters: ['waypoint'], operation: 'read' }),
    call({
      from: 'productpage-v1',
      to: null,
      host: 'reviews.bookinfo.svc.cluster.local',
      rps: 2,
      code: 503,
      flags: 'UH',
      reporters: ['source'],
    }),
  ),
  facts: [...wishes.flatMap(invariants), ...stops.map(receives)],
};
