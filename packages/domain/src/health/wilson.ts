const z = 1.959963984540054;

/** The least share of failures that `failed` out of `total` observations leave credible at 95 % (lower bound of Wilson's score interval). */
export function wilsonLowerBound(failed: number, total: number): number {
  if (!(total > 0)) return 0;
  const p = Math.min(1, failed / total);
  const spread = z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  // The bound of no failures is zero, not the rounding error of two equal terms.
  return Math.min(p, Math.max(0, (p + (z * z) / (2 * total) - spread) / (1 + (z * z) / total)));
}
