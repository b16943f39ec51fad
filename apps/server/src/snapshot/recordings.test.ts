import { at, minutes } from '@vigla/contract/units';
import type { Sample } from '@vigla/domain/samples';
import { noon } from '@vigla/testkit/bookinfo';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../http/index.ts';
import { createRecordings } from './recordings.ts';

const marker = (since: number): Sample => ({
  labels: { version: '1', interval_seconds: '30', range_seconds: '60' },
  value: since,
});

function build() {
  const state = { now: noon, fails: false, answer: [marker(noon - 3600)] as readonly Sample[] };
  const instant = vi.fn<() => Promise<readonly Sample[]>>(async () => {
    if (state.fails) throw new AppError('source_unavailable', 'Prometheus is down.', { source: 'prometheus' });
    return state.answer;
  });
  const recordings = createRecordings({ instant }, () => state.now);
  const later = async (seconds: number) => {
    state.now = at(state.now + seconds);
    recordings.running();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { recordings, state, instant, later };
}

describe('recording rules that Prometheus evaluates', () => {
  it('are found in the background, asked for once a minute however many read', async () => {
    const { recordings, instant, later } = build();
    expect(recordings.covering(minutes(5), noon)).toBeNull();
    await later(0);
    for (let i = 0; i < 50; i++) recordings.covering(minutes(5), noon);
    expect(recordings.running()).toEqual({ intervalSeconds: 30, rangeSeconds: 60, since: noon - 3600 });
    expect(instant).toHaveBeenCalledTimes(1);
    await later(60);
    expect(instant).toHaveBeenCalledTimes(2);
  });

  it.each<[because: string, windowMinutes: number, ago: number, covered: boolean]>([
    ['five minutes are ten evaluations', 5, 0, true],
    ['one minute is blurred by their range', 1, 0, false],
    ['they have run for just as long', 60, 0, true],
    ['they began within the window', 65, 0, false],
    ['the instant is before they ran', 5, 3600, false],
  ])('cover a window or not: %s', async (_, windowMinutes, ago, covered) => {
    const { recordings, later } = build();
    await later(0);
    expect(recordings.covering(minutes(windowMinutes), at(noon - ago)) !== null).toBe(covered);
  });

  it.each<[because: string, answer: readonly Sample[]]>([
    ['they vanished', []],
    ['their interval is no number', [{ labels: { version: '1', interval_seconds: 'x', range_seconds: '60' }, value: noon }]],
    ['their beginning is no number', [marker(NaN)]],
  ])('are not used any more when %s', async (_, answer) => {
    const { recordings, state, later } = build();
    await later(0);
    state.answer = answer;
    await later(60);
    expect(recordings.running()).toBeNull();
  });

  it('are not relied on while Prometheus cannot be asked, and found again', async () => {
    const { recordings, state, later } = build();
    await later(0);
    state.fails = true;
    await later(60);
    expect(recordings.running()).toBeNull();
    state.fails = false;
    await later(60);
    expect(recordings.running()).not.toBeNull();
  });
});
