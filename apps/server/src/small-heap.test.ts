import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { clearAfterReading, heapFlags } from './small-heap.ts';

const growth = (aliveMb: number): number => Number(/percent=(\d+)/.exec(heapFlags(aliveMb).join(' '))?.[1]);

it('what a large reading leaves in a large heap is cleared away at once', async () => {
  const left = new WeakRef({ samples: Array.from({ length: 1000 }, (_, i) => ({ value: i })) });
  // Weak references hold until the job that made them is over.
  await sleep(1);
  clearAfterReading(150_000, 300);
  expect(left.deref()).toBeUndefined();
});

it('a heap may grow to some size, threefold at most, and from there by a tenth, before it is looked after', () => {
  expect([30, 50, 80, 125, 150, 200, 225, 300, 600].map((aliveMb) => [aliveMb, growth(aliveMb)])).toEqual([
    [30, 200],
    [50, 160],
    [80, 100],
    [125, 60],
    [150, 50],
    [200, 20],
    [225, 10],
    [300, 10],
    [600, 10],
  ]);
});

it('a heap of which all stays that comes until the next look does not pass 350 MB before its share is made smaller', () => {
  for (let aliveMb = 20; aliveMb <= 200; aliveMb += 10) {
    const grown = aliveMb * (1 + growth(aliveMb) / 100);
    expect(grown * (1 + growth(aliveMb) / 100)).toBeLessThanOrEqual(350);
  }
});

it('only a large heap gives every free page back', () => {
  expect(heapFlags(200)).toContain('--no-optimize-for-size');
  expect(heapFlags(300)).toContain('--optimize-for-size');
});
