import { covers, serviceKey, textOf } from '../inventory/index.ts';
import { destinationsOf } from './destinations.ts';
import { finding, isKind, meant, type Rule, type World } from './rule.ts';

/** KIA1101 and KIA0202: a host that is neither a service of the cluster nor registered by a ServiceEntry. */
export const hostNotFound: Rule = (object, world) => {
  const { facts } = world;
  if (facts === null) return [];
  const isKnown = (host: string): boolean => exists(host, meant(host, object, world), facts);
  if (isKind(object, 'VirtualService')) {
    return destinationsOf(object)
      .filter(({ host }) => !isKnown(host))
      .map(({ path, host }) => finding(object, { rule: 'KIA1101', severity: 'error', path: `${path}.host`, facts: { host } }));
  }
  const host = textOf(object.spec, 'host') ?? '';
  if (!isKind(object, 'DestinationRule') || host === '' || host.startsWith('*') || isKnown(host)) return [];
  return [finding(object, { rule: 'KIA0202', severity: 'error', path: 'spec.host', facts: { host } })];
};

/** What a namespace holds that the caller may not see is not known, and not held against the host. */
const exists = (host: string, service: ReturnType<typeof meant>, facts: NonNullable<World['facts']>): boolean =>
  (service !== null && (!facts.namespaces.has(service.namespace) || facts.services.has(serviceKey(service)))) ||
  facts.registeredHosts.some((pattern) => covers(pattern, host));
