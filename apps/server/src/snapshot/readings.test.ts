import { at, type EpochSeconds, minutes, seconds } from '@vigla/contract/units';
import type { Sample } from '@vigla/domain/samples';
import { noon } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { AppError } from '../http/index.ts';
import { createCopies } from './copies.ts';
import { createReadings } from './readings.ts';

const nobodyLeaves = new AbortController().signal;
const window = minutes(5);

/** Readings of a Prometheus that a test opens and shuts by hand. */
function build() {
  const asked: EpochSeconds[] = [];
  const served: string[] = [];
  const told: number[] = [];
  const over: number[] = [];
  const state = { now: noon, fail: false, answer: async (): Promise<readonly Sample[]> => [] };
  const readings = createReadings({
    prometheus: {
      instant: async (query, instant, signal) => {
        if (query.startsWith('sum by (reporter') && query.includes('istio_requests_total')) asked.push(instant);
        signal.throwIfAborted();
        if (state.fail) throw new AppError('source_unavailable', 'down', { source: 'prometheus' });
        return state.answer();
      },
    },
    recordings: { covering: () => null },
    cadence: { alignSeconds: () => 15, scrapeIntervalSeconds: () => 15 },
    copies: createCopies(() => state.now),
    now: () => state.now,
    onServed: (how) => served.push(how),
    onOver: (series) => over.push(series),
  });
  readings.onRead((instant) => told.push(instant));
  const read = (instant: EpochSeconds | null = null) => readings.read(window, instant, nobodyLeaves);
  const quiet = () => new Promise((resolve) => setImmediate(resolve));
  return { readings, read, quiet, state, asked, served, told, over };
}

describe('a reading', () => {
  it('is of the last instant that everybody shares', async () => {
    const { read, state, asked } = build();
    state.now = at(noon + 14);
    expect((await read()).at).toBe(noon);
    state.now = at(noon + 7);
    expect((await read()).at).toBe(noon);
    expect(asked).toEqual([noon]);
  });

  it('of the past does not take the place of the present, which everybody looks at, where both are too much', async () => {
    const { read, state, asked, over } = build();
    const many = Array.from({ length: 100_000 }, () => ({ labels: {}, value: 1 }));
    state.answer = async () => many;
    const now = await read();
    const earlier = await read(at(noon - 3600));
    expect(earlier.cost.series).toBeGreaterThan(200_000);
    expect(await read()).toBe(now);
    expect((await read(at(noon - 3600))).at).toBe(noon - 3600);
    expect(asked).toEqual([noon, noon - 3600, noon - 3600]);
    expect(over).toEqual([now, earlier, earlier].map(({ cost }) => cost.series));
  });

  it('that takes longer than it is good for is not begun again meanwhile', async () => {
    const { readings, read, quiet, state, asked } = build();
    await read();
    const slow = Promise.withResolvers<readonly Sample[]>();
    state.answer = () => slow.promise;
    for (const later of [15, 30, 45]) {
      state.now = at(noon + later);
      readings.refresh();
    }
    expect(asked).toEqual([noon, noon + 15]);
    slow.resolve([]);
    await quiet();
    readings.refresh();
    expect(asked).toEqual([noon, noon + 15, noon + 45]);
  });

  it('of many series is made after the one before, not beside it', async () => {
    const { read, quiet, state, asked } = build();
    const many = Array.from({ length: 100_000 }, () => ({ labels: {}, value: 1 }));
    state.answer = async () => many;
    await read();
    const slow = Promise.withResolvers<readonly Sample[]>();
    state.answer = () => slow.promise;
    const both = [read(at(noon - 3600)), read(at(noon - 7200))];
    await quiet();
    expect(asked).toEqual([noon, noon - 3600]);
    slow.resolve(many);
    await Promise.all(both);
    expect(asked).toEqual([noon, noon - 3600, noon - 7200]);
  });

  it('of few is made beside others', async () => {
    const { read, quiet, state, asked } = build();
    await read();
    const slow = Promise.withResolvers<readonly Sample[]>();
    state.answer = () => slow.promise;
    const both = [read(at(noon - 3600)), read(at(noon - 7200))];
    await quiet();
    expect(asked).toEqual([noon, noon - 3600, noon - 7200]);
    slow.resolve([]);
    await Promise.all(both);
  });

  it('gives way to its successor only once that one is there', async () => {
    const { read, quiet, state, asked, served } = build();
    await read();
    const slow = Promise.withResolvers<readonly Sample[]>();
    state.answer = () => slow.promise;
    state.now = at(noon + 15);
    expect([(await read()).at, (await read()).at]).toEqual([noon, noon]);
    slow.resolve([]);
    await quiet();
    expect((await read()).at).toBe(noon + 15);
    expect(asked).toEqual([noon, noon + 15]);
    expect(served).toEqual(['made', 'late', 'late', 'kept']);
  });

  it('that is older than the one before is too old for anybody', async () => {
    const { read, state } = build();
    await read();
    state.now = at(noon + 30);
    expect((await read()).at).toBe(noon + 30);
  });

  it('is not replaced by an old one for long when Prometheus fails', async () => {
    const { read, quiet, state } = build();
    await read();
    state.fail = true;
    state.now = at(noon + 15);
    expect((await read()).at).toBe(noon);
    await quiet();
    state.now = at(noon + 30);
    await expect(read()).rejects.toThrow('down');
    state.fail = false;
    expect((await read()).at).toBe(noon + 30);
  });

  it('of the past is made once and never goes stale', async () => {
    const { read, state, asked } = build();
    await read(at(noon - 3600));
    state.now = at(noon + 600);
    expect((await read(at(noon - 3590))).at).toBe(noon - 3600);
    expect(asked).toEqual([noon - 3600]);
  });

  it('of the past with a gap is tried again', async () => {
    const { read, state, asked } = build();
    state.answer = async () => {
      if (asked.length < 2) throw new AppError('source_unavailable', 'slow', { source: 'prometheus' });
      return [];
    };
    await expect(read(at(noon - 3600))).rejects.toThrow('slow');
    expect((await read(at(noon - 3600))).gaps).toEqual([]);
  });

  it('is one per window', async () => {
    const { readings, asked } = build();
    await Promise.all([60, 60, 300].map((length) => readings.read(seconds(length), null, nobodyLeaves)));
    expect(asked).toEqual([noon, noon]);
  });
});

describe('refreshing', () => {
  it('makes the newest reading of what somebody looks at, and tells', async () => {
    const { readings, read, quiet, state, asked, told } = build();
    readings.refresh();
    expect(asked).toEqual([]);
    await read();
    state.now = at(noon + 16);
    readings.refresh();
    readings.refresh();
    await quiet();
    readings.refresh();
    expect(asked).toEqual([noon, noon + 15]);
    expect(told).toEqual([noon, noon + 15]);
  });

  it('tells once of an instant, when every window that somebody looks at has been read', async () => {
    const { readings, quiet, state, told } = build();
    const both = () => [60, 300].map((length) => readings.read(seconds(length), null, nobodyLeaves));
    await Promise.all(both());
    const slow = Promise.withResolvers<readonly Sample[]>();
    state.now = at(noon + 15);
    state.answer = () => slow.promise;
    readings.refresh();
    await quiet();
    expect(told).toEqual([noon]);
    slow.resolve([]);
    await quiet();
    expect(told).toEqual([noon, noon + 15]);
    expect((await Promise.all(both())).map((reading) => reading.at)).toEqual([noon + 15, noon + 15]);
    expect(told).toEqual([noon, noon + 15]);
  });

  it('hands on each reading of the present, and none of the past', async () => {
    const { readings, read, quiet, state } = build();
    const made: number[] = [];
    readings.onMade(async (reading) => void made.push(reading.at));
    await read(at(noon - 3600));
    await read();
    state.now = at(noon + 15);
    readings.refresh();
    await quiet();
    expect(made).toEqual([noon, noon + 15]);
  });

  it('serves the one before until pictures of the next are made, and tells only then; the first waits for none', async () => {
    const { readings, read, quiet, state, told } = build();
    let pictures = Promise.withResolvers<void>();
    readings.onMade(() => pictures.promise);
    expect((await read()).at).toBe(noon);
    pictures = Promise.withResolvers<void>();
    state.now = at(noon + 15);
    readings.refresh();
    await quiet();
    expect([(await read()).at, told]).toEqual([noon, [noon]]);
    pictures.resolve();
    await quiet();
    expect([(await read()).at, told]).toEqual([noon + 15, [noon, noon + 15]]);
  });

  it('forgets what nobody has looked at for a while', async () => {
    const { readings, read, quiet, state, asked } = build();
    await read();
    state.now = at(noon + 120);
    readings.refresh();
    await quiet();
    expect(asked).toEqual([noon]);
  });

  it('leaves a Prometheus that has just failed alone for a moment', async () => {
    const { readings, read, quiet, state, asked } = build();
    await read();
    state.fail = true;
    for (let second = 15; second < 25; second++) {
      state.now = at(noon + second);
      readings.refresh();
      await quiet();
    }
    expect(asked).toEqual([noon, noon + 15, noon + 15]);
  });
});
