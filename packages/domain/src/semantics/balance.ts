import { isTree, labels, list, number, text, tree, trees, type Tree } from './read.ts';

/** How a caller's proxy picks one of the endpoints. */
export interface Balance {
  /** `least`: the one with fewer requests of two drawn. `equal`: all alike, in turn or at random. `hash`: by something in the request. */
  readonly pick: 'least' | 'equal' | 'hash';
  readonly locality: LocalityBalance | null;
}

/** What a rule says about places. A place is `region/zone/subzone`, with `*` for all. */
export interface LocalityBalance {
  readonly enabled: boolean;
  /** Shares of the requests from a place, by place. Shares of one entry add up to 1. */
  readonly distribute: readonly { readonly from: string; readonly to: ReadonlyMap<string, number> }[];
  readonly failover: readonly { readonly from: string; readonly to: string }[];
  readonly failoverPriority: readonly string[];
}

/** Source: Istio reference, DestinationRule, LoadBalancerSettings: the default is LEAST_REQUEST. */
export const defaultBalance: Balance = Object.freeze({ pick: 'least', locality: null });

const picks: Readonly<Record<string, Balance['pick']>> = { ROUND_ROBIN: 'equal', RANDOM: 'equal', PASSTHROUGH: 'equal' };

/** Reads a `loadBalancer` block; null where there is none. */
export function readBalance(block: unknown): Balance | null {
  if (!isTree(block)) return null;
  const pick = isTree(block['consistentHash']) ? 'hash' : (picks[text(block['simple']) ?? ''] ?? 'least');
  return { pick, locality: isTree(block['localityLbSetting']) ? readLocality(block['localityLbSetting']) : null };
}

function readLocality(setting: Tree): LocalityBalance {
  return {
    enabled: setting['enabled'] !== false,
    distribute: trees(setting['distribute']).map((one) => ({ from: text(one['from']) ?? '*', to: sharesOf(tree(one['to'])) })),
    failover: trees(setting['failover'])
      .map(labels)
      .map(({ from = '', to = '' }) => ({ from, to })),
    failoverPriority: list(setting['failoverPriority']).filter((one) => typeof one === 'string'),
  };
}

function sharesOf(weights: Tree): ReadonlyMap<string, number> {
  const pairs = Object.entries(weights).map(([place, weight]) => [place, number(weight) ?? 0] as const);
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(total > 0 ? pairs.map(([place, weight]) => [place, weight / total]) : []);
}
