import type { Resource } from '../resources/resource.ts';

/** How a list is merged: `atomic` lists are replaced whole, `set` lists by value, others item by item, recognised by these fields. */
export type ListRule = 'atomic' | 'set' | readonly [string, ...string[]];

const byName: ListRule = ['name'];
const rules: Readonly<Record<string, ListRule>> = {
  'metadata.ownerReferences': ['uid'],
  'metadata.finalizers': 'set',
  'status.conditions': ['type'],
};

const builtinRules: Readonly<Record<string, ListRule>> = {
  containers: byName,
  initContainers: byName,
  ephemeralContainers: byName,
  volumes: byName,
  env: byName,
  imagePullSecrets: byName,
  secrets: byName,
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  podIPs: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  conditions: ['type'],
  finalizers: 'set',
};

/**
 * How the list at a path of an object is merged, by strategic merge and by server-side apply.
 * Lists of custom resources are atomic but for the few that every object has. Source: Kubernetes API, `x-kubernetes-list-type`.
 */
export function listRule(resource: Resource, path: readonly string[]): ListRule {
  const whole = path.join('.');
  const general = Object.hasOwn(rules, whole) ? rules[whole] : undefined;
  if (general) return general;
  if (resource.custom) return 'atomic';
  const [last = ''] = path.slice(-1);
  if (last === 'ports') return portsRule(path);
  return Object.hasOwn(builtinRules, last) ? (builtinRules[last] ?? 'atomic') : 'atomic';
}

/** The ports of containers are told apart by number and protocol, those of a Service likewise; those of Endpoints are not. */
function portsRule(path: readonly string[]): ListRule {
  if (path.includes('containers') || path.includes('initContainers')) return ['containerPort', 'protocol'];
  return path.join('.') === 'spec.ports' ? ['port', 'protocol'] : 'atomic';
}
