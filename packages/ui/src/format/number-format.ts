/** Between a number and its unit. U+2009 and not the no-break U+202F, which PatternFly's typeface draws half as wide. */
export const thinSpace = '\u2009';

/** In place of what is no number. Contracts forbid such values; a picture must survive them all the same. */
export const noNumber = '—';

const formats = new Map<string, Intl.NumberFormat>();

/** Writes `value` with exactly `decimals` decimals in the manner of `language`. */
export function decimalText(value: number, decimals: number, language: string): string {
  const key = `${language} ${decimals}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  formats.set(key, known);
  return known.format(value);
}

/**
 * Decimals so that a value below 1,000 is written with at most three digits and at most `most` decimals.
 * The rounded value decides: 9.996 is written 10.0, not 10.00.
 */
export function decimalsFor(value: number, most: 0 | 1 | 2): number {
  if (most === 2 && roundedTo(value, 2) < 10) return 2;
  if (most >= 1 && roundedTo(value, 1) < 100) return 1;
  return 0;
}

/** `value` rounded to `decimals` decimals. */
export const roundedTo = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;
