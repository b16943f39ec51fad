/** A version's share of the requests. Units: whole percent. */
export interface Weight {
  readonly version: string;
  readonly percent: number;
}

/**
 * Gives one version its share and lets the others have the rest, in the proportion they had.
 *
 * Total: the shares make 100 again; where the others had nothing, they share the rest evenly.
 */
export function balance(weights: readonly Weight[], version: string, percent: number): readonly Weight[] {
  const chosen = Math.round(Math.min(100, Math.max(0, Number.isFinite(percent) ? percent : 0)));
  const others = weights.filter((weight) => weight.version !== version);
  if (others.length === 0) return weights.map((weight) => ({ ...weight, percent: 100 }));
  const shares = spread(
    others.map((weight) => weight.percent),
    100 - chosen,
  );
  return weights.map((weight) => ({ ...weight, percent: weight.version === version ? chosen : (shares[others.indexOf(weight)] ?? 0) }));
}

/** Divides a whole number in given proportions into whole numbers: the largest remainders get what rounding down leaves. */
function spread(proportions: readonly number[], total: number): readonly number[] {
  const sum = proportions.reduce((so, each) => so + Math.max(0, each), 0);
  const exact = proportions.map((each) => (sum > 0 ? (Math.max(0, each) / sum) * total : total / proportions.length));
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((so, each) => so + each, 0);
  const byRemainder = exact.map((value, at) => ({ at, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of byRemainder.slice(0, left)) shares[at] = (shares[at] ?? 0) + 1;
  return shares;
}
