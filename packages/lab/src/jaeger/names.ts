import { targetOf, type Leg, type Workload } from '@vigla/domain/semantics';
import type { Hop } from '../flow/index.ts';
import type { Exchange } from './passage.ts';

/** The name under which a workload's proxies report. */
export const tracedName = ({ canonicalService, namespace }: Workload): string => `${canonicalService}.${namespace}`;

/** The operation of a caller's span: the destination, or the route's name where it has several. */
export function clientOperation({ call, route, legs }: Hop): string {
  const [first] = legs;
  if (route?.kind === 'forward' && legs.length > 1 && route.object) return `${route.object.name}:${first?.leg.port ?? call.port}/*`;
  return `${first?.leg.host ?? call.host}:${first?.leg.port ?? call.port}/*`;
}

/** The operation of the called side's span. */
export const serverOperation = ({ host, port }: Leg): string => `${host}:${port}/*`;

/**
 * Envoy's name of the cluster that a request goes to; `-` where there is none.
 * Source: Istio's names of clusters: `outbound|port|subset|host`, `inbound|port||`, `PassthroughCluster`.
 */
export function clusterOf({ side, hop, leg }: Exchange): string {
  if (!leg) return hop.route?.kind === 'passthrough' ? 'PassthroughCluster' : '-';
  if (side === 'server') return `inbound|${targetOf(leg)}||`;
  return leg.missing ? '-' : `outbound|${leg.port}|${leg.subset ?? ''}|${leg.host}`;
}
