import type { GraphNode, GroupBy, NodeKind } from '@vigla/contract/graph';
import type { DurationSeconds } from '@vigla/contract/units';
import { judgePods, judgeTraffic, type Tolerance, type Verdict, worstOf } from '../health/index.ts';
import { distinct } from './distinct.ts';
import type { PlaceFacts } from './place-facts.ts';
import type { Place } from './places.ts';
import type { EdgeTally } from './tally-edges.ts';
import { likelyCauseOf, traitsOf } from './traits.ts';
import { flowed, measuredOf, sumOfTallies, type TrafficTally } from './traffic-tally.ts';

/** What is known of one node: its place, its edges, and what Kubernetes says of it. */
export interface NodeMatter {
  readonly place: Place;
  readonly known: PlaceFacts;
  readonly incoming: readonly EdgeTally[];
  readonly outgoing: readonly EdgeTally[];
  readonly tolerances: readonly Tolerance[] | undefined;
}

/** What all nodes of a graph have in common. */
export interface Backdrop {
  readonly window: DurationSeconds;
  /** Whether the reading holds anything at all; silence in an empty one says nothing. */
  readonly anythingMeasured: boolean;
  readonly groupBy: GroupBy;
  /** Names of the labels that are wanted. */
  readonly labels: readonly string[];
}

/** A node as it crosses the wire: what goes in and out of it is the sum of its edges, by construction. */
export function nodeOf(matter: NodeMatter, backdrop: Backdrop): GraphNode {
  const { place, known, incoming, outgoing } = matter;
  if (place.kind === 'restricted') return restrictedNode(place);
  const inbound = sums(incoming);
  const outbound = sums(outgoing);
  const verdict = place.kind === 'outside' ? outside : judge(matter, { inbound, outbound }, backdrop);
  return {
    id: place.id,
    kind: kindOf(place, inbound, backdrop.groupBy),
    namespace: place.namespace,
    cluster: place.cluster,
    name: place.name,
    app: place.app,
    version: place.version,
    health: verdict.health,
    reasons: sharedReasons.get(verdict) ?? [...verdict.reasons],
    inbound: lean(inbound.map(({ told }) => told)),
    outbound: lean(outbound.map(({ told }) => told)),
    pods: known.pods,
    inMesh: known.inMesh,
    badges: lean([...known.badges]),
    hosts: lean(distinct(incoming.map(({ sum }) => sum.hosts))),
    principals: lean(
      distinct([...incoming.map(({ sum }) => sum.destinationPrincipals), ...outgoing.map(({ sum }) => sum.sourcePrincipals)]),
    ),
    traits: lean(traitsOf(matter)),
    likelyCause: likelyCauseOf(matter),
    labels: backdrop.labels.length === 0 ? noLabels : labelsOf(known, backdrop),
    members: null,
  };
}

const nothing: never[] = [];
const noLabels: Record<string, string> = {};
Object.freeze(nothing);
Object.freeze(noLabels);

/** Of thousands of nodes that rest all lists are empty: one empty list does for them. */
const lean = <T>(all: T[]): T[] => (all.length === 0 ? nothing : all);

/** Where the workloads of a node differ in a label, it has all their values. */
function labelsOf({ workloads }: PlaceFacts, { labels }: Backdrop): Record<string, string> {
  return Object.fromEntries(
    labels.flatMap((name) => {
      const values = new Set((workloads ?? []).flatMap((workload) => workload.labels.get(name) ?? []));
      return values.size === 0 ? [] : [[name, [...values].sort().join(', ')]];
    }),
  );
}

const outside: Verdict = { health: 'unknown', reasons: [{ kind: 'outside' }] };
const withoutSidecar: Verdict = { health: 'unknown', reasons: [{ kind: 'no_sidecar' }] };
const nothingRead: Verdict = { health: 'unknown', reasons: [{ kind: 'source_missing', source: 'prometheus' }] };
const atRest: Verdict = { health: 'idle', reasons: [{ kind: 'no_traffic' }] };
/** Said of thousands of nodes in the same words. */
const sharedReasons = new Map([outside, withoutSidecar, nothingRead, atRest].map((verdict) => [verdict, [...verdict.reasons]]));

const restrictedNode = ({ id }: Place): GraphNode => ({
  id,
  kind: 'restricted',
  namespace: null,
  cluster: null,
  name: '',
  app: null,
  version: null,
  health: 'unknown',
  reasons: [],
  inbound: [],
  outbound: [],
  pods: null,
  inMesh: null,
  badges: [],
  hosts: [],
  principals: [],
  traits: [],
  likelyCause: null,
  labels: {},
  members: null,
});

/** What flows over several edges, added up by protocol. */
export function sums(edges: readonly EdgeTally[]): readonly TrafficTally[] {
  if (edges.length === 0) return nothing;
  return (['http', 'grpc', 'tcp'] as const).flatMap((protocol) => {
    const [first, ...others] = edges.filter((edge) => edge.protocol === protocol);
    return first ? [sumOfTallies([first.sum.traffic, ...others.map(({ sum }) => sum.traffic)])] : [];
  });
}

/** A service between callers and workloads is never a store itself: the workload behind it is. */
function kindOf({ kind }: Place, inbound: readonly TrafficTally[], groupBy: GroupBy): NodeKind {
  const onlyTcp = inbound.length > 0 && inbound.every(({ protocol }) => protocol === 'tcp');
  return onlyTcp && (kind === 'workload' || kind === 'app' || (kind === 'service' && groupBy === 'service')) ? 'store' : kind;
}

interface Sums {
  readonly inbound: readonly TrafficTally[];
  readonly outbound: readonly TrafficTally[];
}

/** A node is judged by the requests it serves; one that serves none, such as a gateway, by those it sends. */
function judge({ known: { pods, inMesh }, tolerances }: NodeMatter, { inbound, outbound }: Sums, backdrop: Backdrop): Verdict {
  const served = inbound.filter(flowed);
  const sent = outbound.filter(flowed);
  const [direction, seen] = served.length > 0 ? (['inbound', served] as const) : (['outbound', sent] as const);
  const traffic =
    seen.length > 0
      ? judgeTraffic(seen.map(measuredOf), { windowSeconds: backdrop.window, direction, tolerances })
      : silent(inMesh, backdrop.anythingMeasured);
  const ofPods = pods === null ? null : judgePods(pods);
  return ofPods?.health === 'not_ready' || ofPods?.health === 'failing' ? worstOf([traffic, ofPods]) : traffic;
}

/** Nothing flowed: a proxy that says so means idle; without a proxy, or with nothing read at all, nobody measured. */
function silent(inMesh: boolean | null, anythingMeasured: boolean): Verdict {
  if (inMesh === false) return withoutSidecar;
  return anythingMeasured ? atRest : nothingRead;
}
