import type { GraphNode } from '@vigla/contract/graph';
import type { Selectors } from './narrow.ts';
import { anyOf, quoted } from './text.ts';

/** What of a node decides under which labels its traffic is reported. */
export type Reported = Pick<GraphNode, 'kind' | 'namespace' | 'name' | 'app'>;

type Side = 'source' | 'destination';

/**
 * Where a node's traffic is found, both what it gets and what it sends. More may be found than is the node's own: whoever reads
 * the answers decides. Empty for what has no labels of its own, such as callers nobody knows.
 */
export const nodeSelectors = (node: Reported): Selectors => [...(asTarget(node) ?? []), ...(asCaller(node) ?? [])];

/** Where a call is found. What comes from outside through a gateway is told by what the gateway sends on. */
export function edgeSelectors(from: Reported, to: Reported): Selectors {
  const callers = asCaller(from);
  const targets = asTarget(to);
  if (callers === null) return nodeSelectors(to);
  if (targets === null) return callers;
  return callers.flatMap((caller) => targets.map((target) => `${caller},${target}`));
}

function asCaller({ kind, namespace, name, app }: Reported): Selectors | null {
  if (namespace === null) return null;
  // A service sends what its workloads send, and which those are is the reader's to know.
  if (kind === 'service') return [within('source', namespace)];
  if (kind === 'app') return [`${within('source', namespace)},source_canonical_service=${quoted(app ?? name)}`];
  return isWorkload(kind) ? [`${within('source', namespace)},source_workload=${quoted(name)}`] : [within('source', namespace)];
}

function asTarget({ kind, namespace, name, app }: Reported): Selectors | null {
  if (namespace === null) return kind === 'external' ? [`destination_service=~${quoted(`${anyOf([name])}([.:].*)?`)}`] : null;
  const service = `destination_service_namespace=${quoted(namespace)},destination_service_name=${quoted(name)}`;
  // Requests that reached nobody have no workload; the host names the namespace that was meant.
  const unreached = `destination_workload="unknown",destination_service=~${quoted(`[^.]+\\.${anyOf([namespace])}\\.svc([.:].*)?`)}`;
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
    default:
      return isWorkload(kind) ? [`${place},destination_workload=${quoted(name)}`, unreached] : [place, unreached];
  }
}

const isWorkload = (kind: Reported['kind']): boolean =>
  kind === 'workload' || kind === 'gateway' || kind === 'waypoint' || kind === 'store';
const within = (side: Side, namespace: string): string => `${side}_workload_namespace=${quoted(namespace)}`;
