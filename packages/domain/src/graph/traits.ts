import type { LikelyCause, Trait } from '@vigla/contract/graph';
import { entryKey, type MeshFacts } from '../inventory/index.ts';
import type { PlaceFacts } from './place-facts.ts';
import type { Place } from './places.ts';
import { type EdgeTally, atRest } from './tally-edges.ts';
import { idOf } from './end.ts';
import { once } from './once.ts';

interface Matter {
  readonly place: Place;
  readonly known: PlaceFacts;
  readonly incoming: readonly EdgeTally[];
  readonly outgoing: readonly EdgeTally[];
}

/** What a node is besides its kind. Order: by name. */
export function traitsOf(matter: Matter): Trait[] {
  const { place, known, incoming, outgoing } = matter;
  const all = known.workloads ?? [];
  const traits: readonly (Trait | false)[] = [
    all.length > 0 && all.every(({ isAmbient }) => isAmbient) && 'ambient',
    place.id === blackHole && 'black_hole',
    isDead(place, known) && 'dead',
    ...gatewayTraits(matter),
    place.id === passthrough && 'passthrough',
    place.kind === 'external' && 'service_entry',
    !incoming.some(flows) && outgoing.some(flows) && place.kind !== 'outside' && 'traffic_source',
    isEntry(place, known) && 'workload_entry',
  ];
  return traits.filter((trait) => trait !== false);
}

const passthrough = idOf.host('PassthroughCluster');
const blackHole = idOf.host('BlackHoleCluster');
const flows = (edge: EdgeTally): boolean => !atRest(edge);

/** It has a name and no pods. A namespace of which nothing is known says nothing of what is in it. */
function isDead(place: Place, known: PlaceFacts): boolean {
  const { all, workloads, isHome } = known;
  if (workloads !== null) return workloads.length > 0 && workloads.every(({ pods }) => pods.desired === 0 && pods.ready === 0);
  if (place.kind !== 'workload' || place.namespace === null || all === null || !isHome || isEntry(place, known)) return false;
  return peopled(all).has(place.namespace);
}

/** Namespaces of which workloads are known. */
const peopled = once(({ workloads }: MeshFacts) => new Set([...workloads.values()].map(({ namespace }) => namespace)));

/** Which way a gateway is passed: labels say what it is meant for, traffic what it is used for. */
function gatewayTraits({ place, known, incoming, outgoing }: Matter): readonly (Trait | false)[] {
  if (place.kind !== 'gateway') return [];
  const labels = (known.workloads ?? []).map((workload) => workload.labels);
  const has = (key: string, ...values: readonly string[]): boolean => labels.some((own) => values.includes(own.get(key) ?? ''));
  const leaves =
    incoming.some(({ from }) => from.id !== idOf.entering) && outgoing.some(({ to }) => to.kind === 'external' || to.kind === 'outside');
  const isEgress = has('istio', 'egressgateway') || has('operator.istio.io/component', 'EgressGateways') || leaves;
  const isIngress =
    has('istio', 'ingressgateway') ||
    has('operator.istio.io/component', 'IngressGateways') ||
    incoming.some(({ from }) => from.id === idOf.entering);
  const isGatewayApi = labels.some((own) => own.has('gateway.networking.k8s.io/gateway-name'));
  return [isEgress && 'egress', isGatewayApi && 'gateway_api', isIngress && 'ingress'];
}

function isEntry({ kind, namespace, name, app, version }: Place, { all, workloads, isHome }: PlaceFacts): boolean {
  if ((kind !== 'workload' && kind !== 'app') || all === null || namespace === null || workloads !== null || !isHome) return false;
  if (kind === 'workload') return all.workloadEntries.has(entryKey(namespace, app ?? name, version));
  return [...all.workloadEntries].some((key) => key.startsWith(entryKey(namespace, name, '')));
}

/** Why an end is nobody, or a request arrived nowhere; null for nodes that are somebody. */
export function likelyCauseOf({ place, incoming, outgoing }: Pick<Matter, 'place' | 'incoming' | 'outgoing'>): LikelyCause | null {
  if (place.kind === 'service') return arrivedNowhere(incoming, outgoing) ? 'never_reached_a_workload' : null;
  if (place.kind !== 'outside') return null;
  if (place.id === idOf.entering) return 'enters_by_gateway';
  if (place.id === idOf.unknownCaller)
    return outgoing.every(({ protocol }) => protocol === 'tcp') ? 'plain_text_tcp' : 'caller_without_proxy';
  if (place.id === idOf.unknownTarget) return place.byAddress === true ? 'direct_pod_address' : 'never_reached_a_workload';
  if (place.id === blackHole || incoming.some(isBlocked)) return 'blocked_by_registry_only';
  return 'no_service_entry';
}

/** Nothing but what callers' proxies report, nothing answered by a workload, and nothing that goes on from here. */
const arrivedNowhere = (incoming: readonly EdgeTally[], outgoing: readonly EdgeTally[]): boolean =>
  outgoing.length === 0 && incoming.some(flows) && incoming.every(({ sum }) => !sum.reached);

/** Where only registered hosts may be called, a proxy answers 502 itself to all others. Source: Istio, outboundTrafficPolicy. */
const isBlocked = ({ sum }: EdgeTally): boolean => {
  const endings = sum.endings.filter(({ requestsPerSecond }) => requestsPerSecond > 0);
  return endings.length > 0 && endings.every(({ code, reporter }) => code === '502' && reporter === 'source');
};
