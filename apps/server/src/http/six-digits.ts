const powers = Array.from({ length: 16 }, (_, i) => Number(`1e${i}`));

/** A number as answers carry it: nothing here was measured more exactly, and all seventeen digits would be a third of all the bytes. */
export function sixDigits(value: number): number {
  if (Number.isInteger(value)) return value;
  const power = powers[5 - Math.floor(Math.log10(Math.abs(value)))];
  const scaled = value * (power ?? Number.NaN);
  const whole = Math.round(scaled);
  // Ten times as quick as by way of text, which is left for what is very large, very small, or half way between two.
  const isSure = Math.abs(Math.abs(scaled - whole) - 0.5) > 1e-6;
  return isSure && power !== undefined ? whole / power : Number(value.toPrecision(6));
}

/** For `JSON.stringify`. Whole numbers are counts and instants. */
export const inSixDigits = (_: string, value: unknown): unknown => (typeof value === 'number' ? sixDigits(value) : value);
