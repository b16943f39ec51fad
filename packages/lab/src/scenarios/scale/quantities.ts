/** A whole number from 1 to `max`, each in proportion to its power: 1 is the most common. Units: `u` in [0, 1). */
export function zipf(exponent: number, max: number, u: number): number {
  const weights = Array.from({ length: max }, (_, index) => (index + 1) ** -exponent);
  let left = u * weights.reduce((total, weight) => total + weight, 0);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found < 0 ? max : found + 1;
}

/** A whole number from 1 to `max` whose logarithm is normal. Source: logistic stand-in for the normal quantile, exact at the median and at the ninth decile. */
export function discreteLogNormal(
  { median, p90, max }: { readonly median: number; readonly p90: number; readonly max: number },
  u: number,
): number {
  const odds = Math.log((u + 1e-9) / (1 - u + 1e-9)) / Math.log(9);
  return Math.max(1, Math.min(max, Math.round(median * (p90 / median) ** odds)));
}
