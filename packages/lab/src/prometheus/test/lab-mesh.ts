import type { SeriesSource } from '../../series/index.ts';
import { createTimeline } from '../../flow/index.ts';
import { bookinfo } from '../../scenarios/index.ts';

const nowMs = Date.UTC(2026, 0, 10, 12);
const seed = 4;

/** The past of the scenario changes twice within this span, so its counters bend there; no pod ends. Units: epoch ms. */
export const labSpan = { fromMs: nowMs - 45 * 60_000, toMs: nowMs - 12 * 60_000 };

const exported =
  'up|istio_requests_total|istio_tcp_.*|istio_request_duration_milliseconds_(sum|count|bucket)|istio_(request|response)_(bytes_sum|messages_total)';

/** Bookinfo as a function of time, less the metrics nobody asks for here: writing all of them down takes long. */
export function labSource(): SeriesSource {
  const timeline = createTimeline({ model: bookinfo.model, seed, startMs: nowMs - 3_600_000, scrapeMs: 15_000 });
  for (const { atMs, objects } of bookinfo.moments({ nowMs, seed })) timeline.configure(atMs, objects);
  return {
    select: (matchers, fromMs, toMs) => timeline.select([...matchers, { name: '__name__', operator: '=~', value: exported }], fromMs, toMs),
  };
}
