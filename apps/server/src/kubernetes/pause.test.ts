import { expect, it, vi } from 'vitest';
import { createNaps } from './pause.ts';
import { createPulse } from './pulse.ts';
import { at } from '@vigla/contract/units';

const longMs = 3_600_000;
const awake = () => new AbortController().signal;

it('the first watch that finds the cluster back wakes those that still wait', async () => {
  const naps = createNaps();
  const all = Promise.all([naps.take(longMs, awake()), naps.take(longMs, awake())]);
  const waking = setInterval(() => naps.wakeAll(), 50);
  expect(await all).toHaveLength(2);
  clearInterval(waking);
});

it('whoever is told to stop does not wait any longer', async () => {
  const stop = new AbortController();
  const nap = createNaps().take(longMs, stop.signal);
  stop.abort();
  await nap;
  expect(stop.signal.aborted).toBe(true);
});

it('a cluster returns when it answers after it did not, and only then', () => {
  const returned = vi.fn<() => void>();
  const pulse = createPulse({ url: 'https://cluster', now: () => at(0), onReturn: returned });
  pulse.heard();
  expect(returned).not.toHaveBeenCalled();
  pulse.missed('connection refused');
  pulse.heard();
  pulse.heard();
  expect(returned).toHaveBeenCalledOnce();
});
