import { isTree, labels, list, number, text, tree, trees, type Tree } from './read.ts';

/** How a caller's proxy picks one of the endpoints. */
export interface Balance {
  /** `least`: the one with fewer requests of two drawn. `equal`: all alike, in turn or at random. `hash`: by something in the request. */
  readonly pick: 'least' | 'equal' | 'hash';
  /** What of a request is hashed; null where nothing is, or nothing that a request is known by. */
  readonly hashOn: HashOn | null;
  readonly locality: LocalityBalance | null;
}

/** Part of a request: requests that are alike in it go to the same endpoint. Names of headers are lower-case. */
export type HashOn = { readonly by: 'header' | 'query'; readonly name: string } | { readonly by: 'source' };

/** What a rule says about places. A place is `region/zone/subzone`, with `*` for all. */
export interface LocalityBalance {
  readonly enabled: boolean;
  /** Shares of the requests from a place, by place. Shares of one entry add up to 1. */
  readonly distribute: readonly { readonly from: string; readonly to: ReadonlyMap<string, number> }[];
  readonly failover: readonly { readonly from: string; readonly to: string }[];
  readonly failoverPriority: readonly string[];
}

/** Source: Istio reference, DestinationRule, LoadBalancerSettings: the default is LEAST_REQUEST. */
export const defaultBalance: Balance = Object.freeze({ pick: 'least', hashOn: null, locality: null });

const picks: Readonly<Record<string, Balance['pick']>> = { ROUND_ROBIN: 'equal', RANDOM: 'equal', PASSTHROUGH: 'equal' };

/** Reads a `loadBalancer` block; null where there is none. */
export function readBalance(block: unknown): Balance | null {
  if (!isTree(block)) return null;
  const pick = isTree(block['consistentHash']) ? 'hash' : (picks[text(block['simple']) ?? ''] ?? 'least');
  return {
    pick,
    hashOn: readHash(tree(block['consistentHash'])),
    locality: isTree(block['localityLbSetting']) ? readLocality(block['localityLbSetting']) : null,
  };
}

/** A cookie is made for each client that has none, and there are many: nothing is known of them one by one. */
function readHash(hash: Tree): HashOn | null {
  const [header, query] = [text(hash['httpHeaderName']), text(hash['httpQueryParameterName'])];
  if (header !== undefined) return { by: 'header', name: header.toLowerCase() };
  if (query !== undefined) return { by: 'query', name: query };
  return hash['useSourceIp'] === true ? { by: 'source' } : null;
}

/** Reads `localityLbSetting` of a rule or of the mesh. */
export function readLocality(setting: Tree): LocalityBalance {
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
