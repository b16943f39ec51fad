/** Histograms are drawn from 256 samples: a class of fewer than five of them is not resolved. */
const resolved = 5 / 256;

/**
 * How likely counts as uneven as these are when the shares are true: the p-value of Pearson's test. Classes of fewer than
 * ten expected, or too fine for the histograms, are put together with their neighbours first. Shape: as many counts as
 * shares; shares add up to 1.
 */
export function chiSquareP(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const classes: { seen: number; expected: number }[] = [];
  let [seen, expected] = [0, 0];
  counts.forEach((count, i) => {
    seen += count;
    expected += total * (shares[i] ?? 0);
    if (expected < Math.max(10, total * resolved)) return;
    classes.push({ seen, expected });
    [seen, expected] = [0, 0];
  });
  const last = classes.at(-1);
  if (last) {
    last.seen += seen;
    last.expected += expected;
  }
  if (classes.length < 2) return 1;
  const distance = classes.reduce((sum, one) => sum + (one.seen - one.expected) ** 2 / one.expected, 0);
  return upperTail(distance, classes.length - 1);
}

/** The chance that a chi-square quantity exceeds a value. Source: Wilson and Hilferty's cube root, and Abramowitz and Stegun 26.2.17 for the normal tail. */
export function upperTail(value: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  const z = ((value / degrees) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return z > 0 ? tail : 1 - tail;
}

/** Whether so many of so many are what a share lets expect, within four standard errors and one request. */
export const isLikely = (count: number, of: number, share: number): boolean =>
  Math.abs(count - of * share) <= 4 * Math.sqrt(of * share * (1 - share)) + 1;
