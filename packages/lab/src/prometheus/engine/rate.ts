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
export function extrapolatedChange(series: Series, span: Span, kind: RateKind, dialect: Dialect): number | null {
  const { fromMs, toMs, startMs, endMs } = span;
  const window = series.window(fromMs, toMs);
  if (!window || window.count < 2) return null;
  const { first, last, count } = window;
  const change = last.v - first.v + (kind.counter ? window.resetSum : 0);
  const sampled = (last.t - first.t) / 1_000;
  const gaps: Gaps = {
    sampled,
    average: sampled / (count - 1),
    toStart: (first.t - startMs) / 1_000,
    toEnd: (endMs - last.t) / 1_000,
    toZero: secondsToZero(window, change, sampled, kind),
  };
  const covered = dialect.leftOpen ? coveredNow(gaps) : coveredBefore(gaps);
  const factor = covered / sampled / (kind.perSecond ? (endMs - startMs) / 1_000 : 1);
  return change * factor;
}

/** Units: seconds. */
interface Gaps {
  readonly sampled: number;
  readonly average: number;
  readonly toStart: number;
  readonly toEnd: number;
  readonly toZero: number;
}

/** A counter cannot have been below zero: at its own pace, this long before its first sample it was zero. */
function secondsToZero({ first }: Window, change: number, sampled: number, { counter }: RateKind): number {
  return counter && change > 0 && first.v >= 0 ? sampled * (first.v / change) : Infinity;
}

/** A gap well beyond the usual one means the series began or ended there; then half a usual gap is assumed. */
const isFar = (gap: number, { average }: Gaps): boolean => gap >= average * 1.1;

/** Third major version: first the gap is judged, then it is cut where the counter would be zero. */
function coveredNow(gaps: Gaps): number {
  const toStart = isFar(gaps.toStart, gaps) ? gaps.average / 2 : gaps.toStart;
  const toEnd = isFar(gaps.toEnd, gaps) ? gaps.average / 2 : gaps.toEnd;
  return gaps.sampled + Math.min(toStart, gaps.toZero) + toEnd;
}

/** Second major version: the gap is cut at zero first, and judged afterwards. */
function coveredBefore(gaps: Gaps): number {
  const cut = Math.min(gaps.toStart, gaps.toZero);
  const toStart = isFar(cut, gaps) ? gaps.average / 2 : cut;
  const toEnd = isFar(gaps.toEnd, gaps) ? gaps.average / 2 : gaps.toEnd;
  return gaps.sampled + toStart + toEnd;
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
