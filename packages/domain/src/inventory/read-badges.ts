import type { Badge } from '@vigla/contract/graph';
import type { KubeObject } from '@vigla/contract/objects';
import { fieldOf, labelsOf, listOf, textOf } from './fields.ts';
import { type ServiceName, serviceKey, serviceOfHost } from './host.ts';

/** What configuration does to a service, or only to pods of it that carry `labels`. */
export interface ServiceBadge {
  readonly service: string;
  readonly badge: Badge;
  readonly labels: ReadonlyMap<string, string> | null;
}

type Resolve = (host: string, namespace: string) => ServiceName | null;

/** Reads off VirtualServices and DestinationRules what a plate should hint at. The details are in the panel. */
export function readBadges(objects: readonly KubeObject[], namespaces: ReadonlySet<string>): readonly ServiceBadge[] {
  const resolve: Resolve = (host, namespace) => serviceOfHost(host, namespace, (name) => namespaces.has(name));
  return objects.flatMap((object) => {
    if (!object.apiVersion.startsWith('networking.istio.io/')) return [];
    if (object.kind === 'VirtualService') return routeBadges(object, resolve);
    return object.kind === 'DestinationRule' ? policyBadges(object, resolve) : [];
  });
}

function routeBadges({ metadata, spec }: KubeObject, resolve: Resolve): readonly ServiceBadge[] {
  const namespace = metadata.namespace ?? '';
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) =>
    listOf(spec, protocol).flatMap((rule) => {
      const services = new Set(
        listOf(rule, 'route').flatMap((route) => {
          const service = resolve(textOf(route, 'destination', 'host') ?? '', namespace);
          return service ? [serviceKey(service)] : [];
        }),
      );
      return [...services].flatMap((service) => badgesOfRule(rule, protocol).map((badge) => ({ service, badge, labels: null })));
    }),
  );
}

/** TLS and TCP match connections, not requests, so only HTTP can choose by the request. */
function badgesOfRule(rule: unknown, protocol: 'http' | 'tls' | 'tcp'): readonly Badge[] {
  const has = (field: string): boolean => fieldOf(rule, field) !== undefined;
  const routes = listOf(rule, 'route');
  const shifts = routes.length > 1;
  const chooses = listOf(rule, 'match').length > 0 || (!shifts && routes.some((route) => textOf(route, 'destination', 'subset')));
  return [
    'virtual_service',
    ...(protocol === 'http' && chooses ? ['request_routing' as const] : []),
    ...(shifts ? [protocol === 'http' ? ('traffic_shifting' as const) : ('tcp_traffic_shifting' as const)] : []),
    ...(has('fault') ? ['fault' as const] : []),
    ...(has('mirror') || has('mirrors') ? ['mirror' as const] : []),
    ...(has('retries') ? ['retry' as const] : []),
    ...(has('timeout') ? ['timeout' as const] : []),
  ];
}

function policyBadges({ metadata, spec }: KubeObject, resolve: Resolve): readonly ServiceBadge[] {
  const host = resolve(textOf(spec, 'host') ?? '', metadata.namespace ?? '');
  if (!host) return [];
  const service = serviceKey(host);
  const whole = breaks(fieldOf(spec, 'trafficPolicy')) ? [{ service, badge: 'circuit_breaker' as const, labels: null }] : [];
  const parts = listOf(spec, 'subsets')
    .filter((subset) => breaks(fieldOf(subset, 'trafficPolicy')))
    .map((subset) => ({ service, badge: 'circuit_breaker' as const, labels: labelsOf(subset, 'labels') }));
  return [...whole, ...parts];
}

const breaks = (policy: unknown): boolean =>
  [policy, ...listOf(policy, 'portLevelSettings')].some(
    (part) => fieldOf(part, 'connectionPool') !== undefined || fieldOf(part, 'outlierDetection') !== undefined,
  );
