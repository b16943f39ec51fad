import type { Series, SeriesSource } from '../../series/index.ts';

/** A source that knows no future: a mesh that is a function of time could answer for tomorrow, a Prometheus cannot. */
export function untilNow(source: SeriesSource, now: () => number): SeriesSource {
  const { size, windows } = source;
  return {
    ...(size && { size: (fromMs, toMs) => (fromMs > now() ? 0 : size(fromMs, Math.min(toMs, now()))) }),
    ...(windows && {
      windows(list, fromMs, toMs, visit) {
        if (toMs <= now()) return windows(list, fromMs, toMs, visit);
        list.forEach((series, i) => {
          const window = series.window(fromMs, toMs);
          if (window) visit(i, window);
        });
      },
    }),
    select(matchers, fromMs, toMs) {
      const nowMs = now();
      if (toMs <= nowMs) return source.select(matchers, fromMs, toMs);
      if (fromMs > nowMs) return [];
      return source.select(matchers, fromMs, nowMs).map((series) => cut(series, nowMs));
    },
  };
}

function cut(series: Series, nowMs: number): Series {
  const { shared, own } = series;
  return {
    get labels() {
      return series.labels;
    },
    ...(shared && own && { shared, own }),
    samples: (fromMs, toMs) => (fromMs > nowMs ? [] : series.samples(fromMs, Math.min(toMs, nowMs))),
    window: (fromMs, toMs) => (fromMs > nowMs ? undefined : series.window(fromMs, Math.min(toMs, nowMs))),
    last: (fromMs, toMs) => (fromMs > nowMs ? undefined : series.last(fromMs, Math.min(toMs, nowMs))),
  };
}
