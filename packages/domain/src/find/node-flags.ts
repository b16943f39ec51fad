import type { Badge, GraphNode, Trait } from '@vigla/contract/graph';
import type { Surroundings } from './surroundings.ts';

/** Whether a flag of the language holds of a node; null where nobody can tell. */
export function nodeFlag(node: GraphNode, name: string, around: Surroundings): boolean | null {
  return flags.get(name)?.(node, around) ?? null;
}

type Flag = (node: GraphNode, around: Surroundings) => boolean | null;

const badge =
  (...any: readonly Badge[]): Flag =>
  ({ badges }) =>
    badges.some((one) => any.includes(one));

const trait =
  (one: Trait): Flag =>
  ({ traits }) =>
    traits.includes(one);

/** Ill is what was measured and is degraded or failing: what is idle, not ready or not measured is neither healthy nor ill. */
function isHealthy({ health }: GraphNode): boolean | null {
  if (health === 'healthy') return true;
  return health === 'degraded' || health === 'failing' ? false : null;
}

/** Not of the namespaces that were asked for. */
const isOutside: Flag = ({ kind, namespace }, { namespaces }) =>
  kind === 'external' || kind === 'outside' || kind === 'restricted' || (namespace !== null && !namespaces.has(namespace));

const hasSidecar: Flag = ({ inMesh, kind }) => (kind === 'external' || kind === 'outside' || kind === 'restricted' ? null : inMesh);

const not =
  (flag: Flag): Flag =>
  (node, around) => {
    const answer = flag(node, around);
    return answer === null ? null : !answer;
  };

const flags: ReadonlyMap<string, Flag> = new Map<string, Flag>([
  ['circuitbreaker', badge('circuit_breaker')],
  ['dead', trait('dead')],
  ['faultinjection', badge('fault')],
  ['healthy', isHealthy],
  ['idle', ({ health }) => health === 'idle'],
  ['inaccessible', ({ kind }) => kind === 'restricted' || kind === 'outside'],
  ['mirroring', badge('mirror')],
  ['outside', isOutside],
  ['requestrouting', badge('request_routing')],
  ['requesttimeout', badge('timeout')],
  ['outofmesh', not(hasSidecar)],
  ['sidecar', hasSidecar],
  ['serviceentry', ({ kind, traits }) => kind === 'external' || traits.includes('service_entry')],
  ['tcptrafficshifting', badge('tcp_traffic_shifting')],
  ['trafficshifting', badge('traffic_shifting')],
  ['trafficsource', ({ id, traits }, { calls }) => traits.includes('traffic_source') || (!calls.into(id) && calls.outOf(id))],
  ['virtualservice', badge('virtual_service')],
  ['workloadentry', trait('workload_entry')],
]);
