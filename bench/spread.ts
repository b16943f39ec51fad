/** The value below which a share (0..1) of the numbers lies. Fails: when there are none. */
export function quantile(share: number, numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (value === undefined) throw new Error('There is nothing to take a quantile of.');
  return value;
}

export const median = (numbers: readonly number[]): number => quantile(0.5, numbers);
