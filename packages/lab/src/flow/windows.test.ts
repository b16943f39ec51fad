import { describe, expect, it } from 'vitest';
import { bookinfo } from '../scenarios/index.ts';
import type { Series, Window } from '../series/index.ts';
import { createTimeline } from './index.ts';

const nowMs = Date.UTC(2026, 0, 10, 12);
const seed = 3;
const timeline = createTimeline({ model: bookinfo.model, seed, startMs: nowMs - 3_600_000, scrapeMs: 5_000 });
const moments = bookinfo.moments({ nowMs, seed });
for (const { atMs, objects } of moments) timeline.configure(Math.max(atMs, timeline.startMs), objects);

function together(list: readonly Series[], fromMs: number, toMs: number): readonly (Window | undefined)[] {
  const windows: (Window | undefined)[] = list.map(() => undefined);
  timeline.windows?.(list, fromMs, toMs, (i, { first, last, ...rest }) => {
    windows[i] = { first: { ...first }, last: { ...last }, ...rest };
  });
  return windows;
}

describe('windows of many series at once', () => {
  it.each<[because: string, metric: string, fromMs: number, toMs: number]>([
    ['since the newest change', 'istio_requests_total', nowMs - 60_000, nowMs],
    ['over the newest change', 'istio_requests_total', nowMs - 3_000_000, nowMs],
    ['before the newest change', 'istio_request_duration_milliseconds_sum', nowMs - 3_400_000, nowMs - 3_000_000],
    ['of buckets', 'istio_request_duration_milliseconds_bucket', nowMs - 60_000, nowMs],
    ['of connections', 'istio_tcp_sent_bytes_total', nowMs - 60_000, nowMs],
    ['of scrapes', 'up', nowMs - 60_000, nowMs],
    ['shorter than a scrape', 'istio_requests_total', nowMs - 700, nowMs],
  ])('are those of each, to the bit: %s', (_, metric, fromMs, toMs) => {
    const list = timeline.select([{ name: '__name__', operator: '=', value: metric }], fromMs, toMs);
    const each = list.map((series) => series.window(fromMs, toMs));
    together(list, fromMs, toMs);
    expect(together(list, fromMs, toMs)).toEqual(each);
    expect(list.length).toBeGreaterThan(1);
  });

  it('follow a change of the mesh', () => {
    const ask = (ms: number) => timeline.select([{ name: '__name__', operator: '=', value: 'istio_requests_total' }], ms - 60_000, ms);
    const before = ask(nowMs);
    for (let i = 0; i < 2; i++) together(before, nowMs - 60_000, nowMs);
    timeline.configure(nowMs + 1_000, moments[0]?.objects ?? []);
    const laterMs = nowMs + 120_000;
    const list = ask(laterMs);
    together(list, laterMs - 60_000, laterMs);
    expect(together(list, laterMs - 60_000, laterMs)).toEqual(list.map((series) => series.window(laterMs - 60_000, laterMs)));
  });
});
