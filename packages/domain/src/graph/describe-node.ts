import type { Badge, GraphNode, GroupBy, NodeKind, Traffic } from '@vigla/contract/graph';
import type { DurationSeconds } from '@vigla/contract/units';
import { judgePods, judgeTraffic, type Pods, type Tolerance, type Verdict, worst } from '../health/index.ts';
import type { MeshFacts, WorkloadFacts } from '../inventory/index.ts';
import type { Place } from './places.ts';
import type { EdgeTally } from './tally-edges.ts';
import { likelyCauseOf, traitsOf } from './traits.ts';
import { addTally, emptyTally, flowed, measuredOf, type TrafficTally, trafficOf } from './traffic-tally.ts';

/** What is known of one node: its place, its edges, and what Kubernetes says of the workloads it stands for. */
export interface NodeMatter {
  readonly place: Place;
  readonly incoming: readonly EdgeTally[];
  readonly outgoing: readonly EdgeTally[];
  /** Null where Kubernetes was not asked, or knows nothing of them. */
  readonly workloads: readonly WorkloadFacts[] | null;
  readonly badges: readonly Badge[];
  readonly tolerances: readonly Tolerance[] | undefined;
  /** Whether the reading holds anything at all; silence in an empty one says nothing. */
  readonly anythingMeasured: boolean;
  readonly groupBy: GroupBy;
  /** Names of the labels that are wanted. */
  readonly labels: readonly string[];
  readonly facts: MeshFacts | null;
  /** Whether `facts` are of the place's cluster. */
  readonly isHome: boolean;
}

/** A node as it crosses the wire: what goes in and out of it is the sum of its edges, by construction. */
export function nodeOf(matter: NodeMatter, window: DurationSeconds): GraphNode {
  const { place, incoming, outgoing, workloads } = matter;
  if (place.kind === 'restricted') return restrictedNode(place);
  const inbound = sums(incoming);
  const outbound = sums(outgoing);
  const pods = workloads === null ? null : podsOf(workloads);
  const inMesh = workloads === null ? null : workloads.every((workload) => workload.inMesh);
  const { tolerances, anythingMeasured } = matter;
  const verdict = place.kind === 'outside' ? outside : judge({ inbound, outbound, pods, inMesh, tolerances, anythingMeasured, window });
  const traffic = (tally: TrafficTally): Traffic => trafficOf(tally, window);
  return {
    id: place.id,
    kind: kindOf(matter, inbound),
    namespace: place.namespace,
    cluster: place.cluster,
    name: place.name,
    app: place.app,
    version: place.version,
    ...verdict,
    reasons: [...verdict.reasons],
    inbound: inbound.map(traffic),
    outbound: outbound.map(traffic),
    pods: pods === null ? null : { ...pods },
    inMesh,
    badges: [...new Set([...matter.badges, ...(workloads ?? []).flatMap(({ badges }) => badges)])].sort(),
    hosts: distinct(incoming.map(({ hosts }) => hosts)),
    principals: distinct([
      ...incoming.map(({ destinationPrincipals }) => destinationPrincipals),
      ...outgoing.map(({ sourcePrincipals }) => sourcePrincipals),
    ]),
    traits: traitsOf(matter),
    likelyCause: likelyCauseOf(matter),
    labels: labelsOf(matter),
    members: null,
  };
}

/** Where the workloads of a node differ in a label, it has all their values. */
function labelsOf({ labels, workloads }: NodeMatter): Record<string, string> {
  return Object.fromEntries(
    labels.flatMap((name) => {
      const values = new Set((workloads ?? []).flatMap((workload) => workload.labels.get(name) ?? []));
      return values.size === 0 ? [] : [[name, [...values].sort().join(', ')]];
    }),
  );
}

const outside: Verdict = { health: 'unknown', reasons: [{ kind: 'outside' }] };

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
  return (['http', 'grpc', 'tcp'] as const).flatMap((protocol) => {
    const mine = edges.filter((edge) => edge.protocol === protocol);
    const [only, ...others] = mine;
    if (!only || others.length === 0) return only ? [only.traffic] : [];
    const sum = emptyTally(protocol);
    for (const { traffic } of mine) addTally(sum, traffic);
    return [sum];
  });
}

/** A service between callers and workloads is never a store itself: the workload behind it is. */
function kindOf({ place: { kind }, groupBy }: NodeMatter, inbound: readonly TrafficTally[]): NodeKind {
  const onlyTcp = inbound.length > 0 && inbound.every(({ protocol }) => protocol === 'tcp');
  return onlyTcp && (kind === 'workload' || kind === 'app' || (kind === 'service' && groupBy === 'service')) ? 'store' : kind;
}

function podsOf(workloads: readonly WorkloadFacts[]): Pods | null {
  if (workloads.length === 0) return null;
  return workloads.reduce((sum, { pods }) => ({ ready: sum.ready + pods.ready, desired: sum.desired + pods.desired }), {
    ready: 0,
    desired: 0,
  });
}

interface Evidence {
  readonly inbound: readonly TrafficTally[];
  readonly outbound: readonly TrafficTally[];
  readonly pods: Pods | null;
  readonly inMesh: boolean | null;
  readonly tolerances: readonly Tolerance[] | undefined;
  readonly anythingMeasured: boolean;
  readonly window: DurationSeconds;
}

/** A node is judged by the requests it serves; one that serves none, such as a gateway, by those it sends. */
function judge({ inbound, outbound, pods, inMesh, tolerances, anythingMeasured, window }: Evidence): Verdict {
  const served = inbound.filter(flowed);
  const sent = outbound.filter(flowed);
  const [direction, seen] = served.length > 0 ? (['inbound', served] as const) : (['outbound', sent] as const);
  const traffic =
    seen.length > 0
      ? judgeTraffic(seen.map(measuredOf), { windowSeconds: window, direction, tolerances })
      : silent(inMesh, anythingMeasured);
  const ofPods = pods === null ? null : judgePods(pods);
  const verdicts = ofPods?.health === 'not_ready' || ofPods?.health === 'failing' ? [traffic, ofPods] : [traffic];
  const health = worst(verdicts.map((verdict) => verdict.health));
  return { health, reasons: verdicts.filter((verdict) => verdict.health === health).flatMap(({ reasons }) => reasons) };
}

/** Nothing flowed: a proxy that says so means idle; without a proxy, or with nothing read at all, nobody measured. */
function silent(inMesh: boolean | null, anythingMeasured: boolean): Verdict {
  if (inMesh === false) return { health: 'unknown', reasons: [{ kind: 'no_sidecar' }] };
  if (!anythingMeasured) return { health: 'unknown', reasons: [{ kind: 'source_missing', source: 'prometheus' }] };
  return { health: 'idle', reasons: [{ kind: 'no_traffic' }] };
}

const distinct = (sets: readonly ReadonlySet<string>[]): string[] => [...new Set(sets.flatMap((set) => [...set]))].sort();
