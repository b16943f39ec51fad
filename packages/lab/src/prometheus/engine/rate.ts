import type { Series, Window } from '../../series/index.ts';
import type { Dialect } from './scope.ts';
import type { Span } from './value.ts';

/** What rate, increase and delta differ in. */
export interface RateKind {
  readonly counter: boolean;
  readonly perSecond: boolean;
}

/**
 * How much a series changed over a window, extrapolated to the window's ends as far as its samples make that likely.
 * Null when fewer than two samples leave nothing to compare.
 */
export function extrapolatedChange(window: Window, span: Span, kind: RateKind, dialect: Dialect): number | null {
  const { startMs, endMs } = span;
  const { first, last, count } = window;
  if (count < 2) return null;
  const change = last.v - first.v + (kind.counter ? window.resetSum : 0);
  const sampled = (last.t - first.t) / 1_000;
  const average = sampled / (count - 1);
  const toStart = (first.t - startMs) / 1_000;
  const toZero = secondsToZero(window, change, sampled, kind);
  // The third major version judges the gap first and cuts it where the counter would be zero; the second cut it first.
  const before = dialect.leftOpen ? Math.min(assumed(toStart, average), toZero) : assumed(Math.min(toStart, toZero), average);
  const covered = sampled + before + assumed((endMs - last.t) / 1_000, average);
  return change * (covered / sampled / (kind.perSecond ? (endMs - startMs) / 1_000 : 1));
}

/** A gap well beyond the usual one means the series began or ended there; then half a usual gap is assumed. Units: seconds. */
const assumed = (gap: number, average: number): number => (gap >= average * 1.1 ? average / 2 : gap);

/** A counter cannot have been below zero: at its own pace, this long before its first sample it was zero. */
function secondsToZero({ first }: Window, change: number, sampled: number, { counter }: RateKind): number {
  return counter && change > 0 && first.v >= 0 ? sampled * (first.v / change) : Infinity;
}

/** The change between the last two samples, per second if asked. Null when there are not two. */
export function lastChange(series: Series, { fromMs, toMs }: Span, { counter, perSecond }: RateKind): number | null {
  const samples = series.samples(fromMs, toMs);
  const last = samples.at(-1);
  const before = samples.at(-2);
  if (!last || !before || last.t === before.t) return null;
  const change = counter && last.v < before.v ? last.v : last.v - before.v;
  return perSecond ? change / ((last.t - before.t) / 1_000) : change;
}
