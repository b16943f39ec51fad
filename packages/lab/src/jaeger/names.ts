import { targetOf, type Leg, type Workload } from '@vigla/domain/semantics';
import type { Hop } from '../flow/index.ts';

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

/** Envoy's name of the cluster behind a leg. */
export const outboundCluster = ({ host, port, subset }: Leg): string => `outbound|${port}|${subset ?? ''}|${host}`;

/** Envoy's name of the application behind a server's proxy. */
export const inboundCluster = (leg: Leg): string => `inbound|${targetOf(leg)}||`;
