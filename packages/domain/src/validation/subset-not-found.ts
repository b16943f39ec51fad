import { covers, listOf, serviceKey, textOf } from '../inventory/index.ts';
import { destinationsOf } from './destinations.ts';
import { finding, isKind, meant, type Rule, type World } from './rule.ts';

/** KIA1107: a route to a subset that no DestinationRule of its host defines. Every such request ends with 503. */
export const subsetNotFound: Rule = (object, world) => {
  if (!isKind(object, 'VirtualService')) return [];
  return destinationsOf(object).flatMap(({ path, host, subset }) => {
    if (subset === null || isDefined(host, subset, { object, world })) return [];
    return [finding(object, { rule: 'KIA1107', severity: 'error', path: `${path}.subset`, facts: { host, subset } })];
  });
};

interface Place {
  readonly object: Parameters<Rule>[0];
  readonly world: World;
}

function isDefined(host: string, subset: string, { object, world }: Place): boolean {
  const wanted = meant(host, object, world);
  return world.all.some((rule) => {
    if (!isKind(rule, 'DestinationRule') || !listOf(rule.spec, 'subsets').some((one) => textOf(one, 'name') === subset)) return false;
    const ruleHost = textOf(rule.spec, 'host') ?? '';
    const given = meant(ruleHost, rule, world);
    const fullName = wanted === null ? host : `${wanted.name}.${wanted.namespace}.svc.cluster.local`;
    return (wanted !== null && given !== null && serviceKey(wanted) === serviceKey(given)) || covers(ruleHost, fullName);
  });
}
