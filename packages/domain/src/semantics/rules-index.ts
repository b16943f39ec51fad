import { closeness, covers } from './hosts.ts';
import type { VirtualService } from './virtual-service.ts';
import { reachOf, seenFrom } from './visibility.ts';

interface Candidate {
  readonly pattern: string;
  readonly one: VirtualService;
  /** Place among all, oldest first. */
  readonly age: number;
}

/** Lists of rules, found by host or by gateway without looking at all of them. */
export interface RulesIndex {
  readonly exact: ReadonlyMap<string, readonly Candidate[]>;
  readonly wild: readonly Candidate[];
  readonly byGateway: ReadonlyMap<string, readonly VirtualService[]>;
}

/** Order of `all`: oldest first. */
export function indexRules(all: readonly VirtualService[]): RulesIndex {
  const exact = new Map<string, Candidate[]>();
  const wild: Candidate[] = [];
  const byGateway = new Map<string, VirtualService[]>();
  const put = <V>(map: Map<string, V[]>, key: string, value: V): void => {
    const values = map.get(key);
    if (values) values.push(value);
    else map.set(key, [value]);
  };
  for (const [age, one] of all.entries()) {
    for (const gateway of new Set(one.gateways)) put(byGateway, gateway, one);
    if (!one.gateways.includes('mesh')) continue;
    for (const pattern of new Set(one.hosts)) {
      if (pattern.startsWith('*')) wild.push({ pattern, one, age });
      else put(exact, pattern, { pattern, one, age });
    }
  }
  return { exact, wild, byGateway };
}

/**
 * Who owns a host at the sidecars of a namespace, before those who would like to: the one that names it most closely;
 * kept to the caller's own namespace before shared ones; then the oldest.
 */
export function ownersOf(
  { exact, wild }: RulesIndex,
  { host, port, namespace }: { readonly host: string; readonly port: number; readonly namespace: string },
  shows: (one: VirtualService) => boolean,
): readonly VirtualService[] {
  const fitting = [...(exact.get(host) ?? []), ...wild.filter(({ pattern }) => covers(pattern, host))].filter(
    ({ one }) => (one.port === null || one.port === port) && seenFrom(one.exportTo, one.namespace, namespace) && shows(one),
  );
  const reach = ({ exportTo, namespace: own }: VirtualService): number => reachOf(exportTo, own, namespace);
  return fitting
    .sort((a, b) => closeness(b.pattern) - closeness(a.pattern) || reach(a.one) - reach(b.one) || a.age - b.age)
    .map(({ one }) => one);
}
