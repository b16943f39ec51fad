import { at, minutes, seconds } from '@vigla/contract/units';
import type { GraphQueryName, Recorded } from '@vigla/domain/promql';
import { bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { answering } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { AppError } from '../http/index.ts';
import type { Prometheus } from '../sources/index.ts';
import { createCopies } from './copies.ts';
import { readMesh } from './read-mesh.ts';
import { createThrift } from './thrift.ts';

const nobodyLeaves = new AbortController().signal;
const window = minutes(5);
const answer = answering(bookinfoSamples);

/** A Prometheus on which some questions are too heavy, and others fail for another reason. */
function build() {
  const asked: string[] = [];
  const state = { now: 0, heavy: /^$/, broken: /^$/, rules: null as Recorded | null, copying: [] as readonly string[] };
  const found: (readonly string[])[] = [];
  const prometheus: Pick<Prometheus, 'instant'> = {
    instant: async (query) => {
      asked.push(query);
      if (state.heavy.test(query)) throw new AppError('source_timeout', 'Prometheus did not answer within 20 s.', { source: 'prometheus' });
      if (state.broken.test(query)) throw new AppError('source_unavailable', 'Prometheus is down.', { source: 'prometheus' });
      const told = answer(query);
      const copies = query.includes('group by (job)') ? state.copying.map((job) => ({ labels: { job }, value: 1 })) : [];
      return Array.isArray(told) ? [...told, ...copies] : [];
    },
  };
  const recordings = { covering: () => state.rules };
  const reader = {
    prometheus,
    recordings,
    thrift: createThrift<GraphQueryName>(() => state.now),
    copies: createCopies(
      () => at(state.now),
      (jobs) => found.push(jobs),
    ),
  };
  const read = async (of = window) => {
    asked.length = 0;
    const reading = await readMesh(reader, of, noon, nobodyLeaves);
    return { reading, asked: [...asked], lacks: reading.gaps.map(({ lacks }) => lacks) };
  };
  return { read, state, found };
}

describe('what a reading costs', () => {
  it('is told: questions, series and time', async () => {
    const { reading, asked } = await build().read();
    expect(reading.cost).toMatchObject({ queries: asked.length, milliseconds: expect.any(Number) });
    expect(reading.cost.queries).toBeLessThanOrEqual(6);
    expect(reading.cost.series).toBeGreaterThan(50);
  });
});

describe('proxies that several jobs scrape', () => {
  it('are found with the first reading, which is then asked anew, and looked for again after five minutes', async () => {
    const { read, state, found } = build();
    state.copying = ['pods', 'pods-again'];
    const first = await read();
    expect([first.asked.length, first.reading.cost.queries]).toEqual([12, 12]);
    state.now = 299;
    const second = await read();
    expect([second.asked.length, second.asked.some((query) => query.includes('group by (job)'))]).toEqual([6, false]);
    state.now = 300;
    state.copying = [];
    expect((await read()).asked).toHaveLength(12);
    expect(found).toEqual([['pods', 'pods-again'], []]);
  });

  it('are read raw even where rules record them, since rules add them up', async () => {
    const { read, state } = build();
    state.rules = { intervalSeconds: 30, rangeSeconds: 60, since: at(noon - 3600) };
    state.copying = ['pods', 'pods-again'];
    await read();
    state.now = 10;
    expect((await read()).asked.filter((query) => query.includes('vigla:'))).toEqual([]);
  });

  it('do not pass for the newest sample', async () => {
    const { read, state } = build();
    const before = (await read()).reading.flows.newestSampleAt;
    state.now = 300;
    state.copying = ['pods'];
    expect((await read()).reading.flows.newestSampleAt).toBe(before);
  });
});

describe('recording rules', () => {
  it('are read instead of raw series, with no question more', async () => {
    const { read, state } = build();
    const raw = await read();
    state.rules = { intervalSeconds: 30, rangeSeconds: 60, since: at(noon - 3600) };
    const recorded = await read();
    expect(recorded.asked).toHaveLength(raw.asked.length);
    expect(raw.asked.filter((query) => query.includes('vigla:'))).toEqual([]);
    expect(recorded.asked.filter((query) => query.includes('rate(istio_'))).toEqual([]);
    expect(recorded.asked).toContainEqual(expect.stringMatching(/sum_over_time\(vigla:istio_requests_total:rate\[300s\]\)/));
  });
});

describe('a question that is too heavy', () => {
  const buckets = /milliseconds_bucket/;

  it('is dropped with a word, and not put again for a minute, then for two', async () => {
    const { read, state } = build();
    state.heavy = buckets;
    const first = await read();
    expect([first.lacks, first.asked.some((query) => buckets.test(query))]).toEqual([['response_times'], true]);
    state.now = 59;
    const second = await read();
    expect([second.lacks, second.asked.some((query) => buckets.test(query))]).toEqual([['response_times'], false]);
    expect(second.reading.gaps[0]?.detail).toMatch(/within 20 s\. It is not asked again for a while/);
    state.now = 61;
    expect((await read()).asked.some((query) => buckets.test(query))).toBe(true);
    state.now = 61 + 119;
    expect((await read()).asked.some((query) => buckets.test(query))).toBe(false);
  });

  it('is put again at once over a shorter window', async () => {
    const { read, state } = build();
    state.heavy = /milliseconds_bucket.*\[300s\]/;
    await read();
    expect((await read(seconds(60))).lacks).toEqual([]);
    expect((await read()).lacks).toEqual(['response_times']);
  });

  it('gives way to a leaner one where nothing can be drawn without it', async () => {
    const { read, state } = build();
    state.heavy = /source_principal.*istio_requests_total/;
    const { reading, lacks } = await read();
    expect(lacks).toEqual(['security']);
    expect(reading.flows.flows.some(({ protocol }) => protocol === 'http')).toBe(true);
  });

  it('is an error only when the leanest one is too heavy as well', async () => {
    const { read, state } = build();
    state.heavy = /istio_requests_total\[/;
    await expect(read()).rejects.toMatchObject({ code: 'source_timeout' });
  });

  it('is not one that fails because the source is away', async () => {
    const { read, state } = build();
    state.broken = buckets;
    await read();
    expect((await read()).asked.some((query) => buckets.test(query))).toBe(true);
  });
});
