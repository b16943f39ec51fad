import { compileMesh } from '@vigla/domain/semantics';
import { describe, expect, it } from 'vitest';
import { bookinfo } from '../scenarios/index.ts';
import { proxyLines } from './proxy-line.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const minute = 60_000;
const objects = bookinfo.moments({ nowMs: noon, seed: 7 }).at(-1)?.objects ?? [];
const pods = [...compileMesh(objects).registry.workloads.values()].flatMap((workload) => (workload.proxy === null ? [] : workload.pods));

describe('what a proxy says about itself', () => {
  it.each(pods.map((pod) => [pod.name, pod] as const))('is the same in whatever pieces it is read: %s', (_name, pod) => {
    const within = (fromMs: number, toMs: number) =>
      proxyLines(7, pod, { fromMs, toMs }).filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    const whole = within(noon - 300 * minute, noon);
    expect(whole.length).toBeGreaterThan(4);
    const pieces = Array.from({ length: 300 }, (_, i) => within(noon - (300 - i) * minute, noon - (299 - i) * minute));
    expect(pieces.flat()).toEqual(whole);
  });

  it('is not made for all of a long life', () => {
    const [pod] = pods;
    expect(pod && proxyLines(7, { ...pod, createdMs: 0 }, { fromMs: noon - minute, toMs: noon }).length).toBeLessThan(10);
  });
});
