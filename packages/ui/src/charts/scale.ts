/** The ends of a chart's value axis and what stands on it. */
export interface ValueAxis {
  readonly top: number;
  /** From the ground up; the last is the top. */
  readonly ticks: readonly number[];
}

/** Steps whose halves are short numbers too. */
const steps = [1, 2, 3, 4, 5, 6, 8, 10] as const;

/** An axis from zero that holds all values and whose middle is a short number. Nothing measured, or only zeros: from 0 to 1. */
export function valueAxis(lines: readonly (readonly (number | null)[])[]): ValueAxis {
  const most = lines.flat().reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  if (!(most > 0)) return { top: 1, ticks: [0, 1] };
  const size = 10 ** Math.floor(Math.log10(most));
  const top = (steps.find((step) => step * size >= most) ?? 10) * size;
  return { top, ticks: [0, top / 2, top] };
}

/** Where labels stand beside the ends of their lines: as near as may be, in the same order, and `apart` from each other. */
export function spread(
  wanted: readonly number[],
  { apart, from, to }: { readonly apart: number; readonly from: number; readonly to: number },
) {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let last = Number.NEGATIVE_INFINITY;
  for (const one of order) {
    one.y = Math.max(one.y, last + apart, from);
    last = one.y;
  }
  let next = to;
  for (const one of order.toReversed()) {
    one.y = Math.min(one.y, next);
    next = one.y - apart;
  }
  const placed = Array.from<number>({ length: wanted.length }).fill(0);
  for (const { y, index } of order) placed[index] = y;
  return placed;
}

/** The newest value that was measured, with its step; null where nothing was. */
export function lastOf(values: readonly (number | null)[]): { readonly value: number; readonly step: number } | null {
  const step = values.findLastIndex((value) => value !== null);
  const value = values[step];
  return value === null || value === undefined ? null : { value, step };
}

/** The least and the most that was measured; null where nothing was. */
export function rangeOf(values: readonly (number | null)[]): { readonly least: number; readonly most: number } | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : { least: Math.min(...known), most: Math.max(...known) };
}

/** What stands at the ticks: short, and the unit once, at the top, where all have the same. */
export function tickTexts(ticks: readonly number[], valueText: (value: number) => string): readonly string[] {
  const texts = ticks.map((tick) => valueText(tick).replace(/[.,]0+(?!\d)/, ''));
  const unit = (text: string): string => text.replace(/^[\d.,<\s]+/, '');
  const top = unit(texts.at(-1) ?? '');
  return texts.map((text, i) => {
    if (i === texts.length - 1) return text;
    if (ticks[i] === 0) return '0';
    return unit(text) === top ? text.slice(0, text.length - top.length).trim() : text;
  });
}
