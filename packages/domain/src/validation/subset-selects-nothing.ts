import { labelsOf, listOf, selects, serviceKey, textOf } from '../inventory/index.ts';
import { destinationsOf } from './destinations.ts';
import { finding, isKind, meant, type Rule, type World } from './rule.ts';

/** KIA0203: labels of a subset that no workload of the service carries. An error while a route uses the subset, else only worth knowing. */
export const subsetSelectsNothing: Rule = (object, world) => {
  const { facts } = world;
  if (!isKind(object, 'DestinationRule') || facts === null) return [];
  const host = textOf(object.spec, 'host') ?? '';
  const service = meant(host, object, world);
  const workloads = service && facts.services.get(serviceKey(service))?.workloads;
  // A service without selector has endpoints that nobody can look into.
  if (!service || !workloads || workloads.length === 0) return [];
  const labels = workloads.flatMap((key) => facts.workloads.get(key)?.labels ?? []);
  return listOf(object.spec, 'subsets').flatMap((subset, i) => {
    const wanted = labelsOf(subset, 'labels');
    const name = textOf(subset, 'name') ?? '';
    if (wanted.size === 0 || labels.some((mine) => selects(wanted, mine))) return [];
    const severity = isUsed(serviceKey(service), name, world) ? 'error' : 'info';
    const text = [...wanted].map(([key, value]) => `${key}=${value}`).join(', ');
    return [finding(object, { rule: 'KIA0203', severity, path: `spec.subsets[${i}]`, facts: { host, subset: name, labels: text } })];
  });
};

const isUsed = (service: string, subset: string, world: World): boolean =>
  world.all.some(
    (route) =>
      isKind(route, 'VirtualService') &&
      destinationsOf(route).some((destination) => {
        const target = meant(destination.host, route, world);
        return destination.subset === subset && target !== null && serviceKey(target) === service;
      }),
  );
