import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { clearAfterReading, heapFlags } from './small-heap.ts';

it('what a large reading leaves in a large heap is cleared away at once', async () => {
  const left = new WeakRef({ samples: Array.from({ length: 1000 }, (_, i) => ({ value: i })) });
  // Weak references hold until the job that made them is over.
  await sleep(1);
  clearAfterReading(100_000, 300);
  expect(left.deref()).toBeUndefined();
});

it('a small heap may grow threefold, a large one grow by a fifth, before it is looked after', () => {
  expect(heapFlags(129)).toContain('--heap-growing-percent=200');
  expect(heapFlags(130)).toContain('--heap-growing-percent=20');
});
