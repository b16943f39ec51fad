import type { GraphNode } from '@vigla/contract/graph';
import type { Selectors } from './narrow.ts';
import { anyOf, quoted } from './text.ts';

/** What of a node decides under which labels its traffic is reported. */
export type Reported = Pick<GraphNode, 'id' | 'kind' | 'namespace' | 'name' | 'app'>;

type Side = 'source' | 'destination';

/** Up to so many nodes are asked for by name; more of them by their namespaces. */
const mostNamed = 4;

/**
 * Where the traffic of nodes is found, both what they get and what they send. More may be found than is their own: whoever reads
 * the answers decides. Empty for what has no labels of its own, such as what may not be seen.
 */
export const nodeSelectors = (nodes: readonly Reported[]): Selectors => distinct([...(targets(nodes) ?? []), ...(callers(nodes) ?? [])]);

/** Where calls are found. Null: they come from anybody, or lead anywhere. */
export function callSelectors(from: readonly Reported[] | null, to: readonly Reported[] | null): Selectors {
  const sources = from && callers(from);
  const destinations = to && targets(to);
  // What comes from outside through a gateway is told by what the gateway sends on.
  if (to && from?.some(({ id }) => id === idOfEntering)) return nodeSelectors(to);
  if (!sources) return destinations ?? [];
  if (!destinations) return sources;
  return distinct(sources.flatMap((caller) => destinations.map((target) => `${caller},${target}`)));
}

const idOfEntering = 'outside/unknown:entering';
const idOfUnknownCaller = 'outside/unknown';
const idOfUnknownTarget = 'outside/unknown:target';

/** Null: they may be anybody. */
function callers(nodes: readonly Reported[]): Selectors | null {
  const named = nodes.length <= mostNamed ? nodes.map(asCaller) : [gatheredCallers(nodes)];
  return named.some((one) => one === null) ? null : named.flatMap((one) => one ?? []);
}

function targets(nodes: readonly Reported[]): Selectors | null {
  const named = nodes.length <= mostNamed ? nodes.map(asTarget) : [gatheredTargets(nodes)];
  return named.some((one) => one === null) ? null : named.flatMap((one) => one ?? []);
}

/** What calls from outside of the mesh is nobody known, and never gathered. */
const gatheredCallers = (nodes: readonly Reported[]): Selectors => amid('source', nodes);

function gatheredTargets(nodes: readonly Reported[]): Selectors | null {
  const hosts = nodes.filter(({ namespace }) => namespace === null);
  if (hosts.some(({ kind }) => kind === 'restricted')) return null;
  const names = namespacesOf(nodes);
  const services = names.length > 0 ? [`destination_service_namespace=~${quoted(anyOf(names))}`, unreachedIn(names)] : [];
  return [...amid('destination', nodes), ...services, ...(hosts.length > 0 ? outsideOf(hosts.map(({ name }) => name)) : [])];
}

const namespacesOf = (nodes: readonly Reported[]): readonly string[] =>
  [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))].sort();

/** By application where they are all of one, else by namespace. */
function amid(side: Side, nodes: readonly Reported[]): Selectors {
  const names = namespacesOf(nodes);
  if (names.length === 0) return [];
  const apps = new Set(nodes.map(({ app }) => app));
  const [app] = apps;
  const of = apps.size === 1 && app !== null && app !== undefined ? `,${side}_canonical_service=${quoted(app)}` : '';
  return [`${side}_workload_namespace=~${quoted(anyOf(names))}${of}`];
}

function asCaller({ id, kind, namespace, name, app }: Reported): Selectors | null {
  if (namespace === null)
    return id === idOfUnknownCaller ? ['source_workload_namespace=~"unknown|"'] : kind === 'restricted' || id === idOfEntering ? null : [];
  // A service sends what its workloads send, and which those are is the reader's to know.
  if (kind === 'service') return [within('source', namespace)];
  if (kind === 'app') return [`${within('source', namespace)},source_canonical_service=${quoted(app ?? name)}`];
  return isWorkload(kind) ? [`${within('source', namespace)},source_workload=${quoted(name)}`] : [within('source', namespace)];
}

function asTarget({ id, kind, namespace, name, app }: Reported): Selectors | null {
  if (namespace === null) return asOutside(id, kind, name);
  const service = `destination_service_namespace=${quoted(namespace)},destination_service_name=${quoted(name)}`;
  const unreached = unreachedIn([namespace]);
  const place = within('destination', namespace);
  switch (kind) {
    case 'service':
      return [service, place, unreached];
    case 'app':
      return [`${place},destination_canonical_service=${quoted(app ?? name)}`, unreached];
    case 'store':
      return [
        `${place},destination_workload=${quoted(name)}`,
        `${place},destination_canonical_service=${quoted(name)}`,
        service,
        unreached,
      ];
    case 'operation':
      return [place, `destination_service_namespace=${quoted(namespace)}`, unreached];
    default:
      return isWorkload(kind) ? [`${place},destination_workload=${quoted(name)}`, unreached] : [place, unreached];
  }
}

function asOutside(id: string, kind: Reported['kind'], name: string): Selectors | null {
  if (kind === 'restricted') return null;
  if (id === idOfUnknownTarget) return ['destination_workload_namespace=~"unknown|",destination_workload=~"unknown|"'];
  return id === idOfUnknownCaller || id === idOfEntering ? [] : outsideOf([name]);
}

/** Some versions of Istio write the host that was asked for under one label, some under the other. */
const outsideOf = (names: readonly string[]): Selectors => [
  `destination_service=~${quoted(`(${anyOf(names)})([.:].*)?`)}`,
  `destination_service_name=~${quoted(`(${anyOf(names)})([.:].*)?`)}`,
];

/** Requests that reached nobody have no workload; the host names the namespace that was meant. */
const unreachedIn = (namespaces: readonly string[]): string =>
  `destination_workload="unknown",destination_service=~${quoted(`[^.]+\\.(${anyOf(namespaces)})\\.svc([.:].*)?`)}`;

const isWorkload = (kind: Reported['kind']): boolean =>
  kind === 'workload' || kind === 'gateway' || kind === 'waypoint' || kind === 'store';
const within = (side: Side, namespace: string): string => `${side}_workload_namespace=${quoted(namespace)}`;
const distinct = (all: readonly string[]): Selectors => [...new Set(all)];
