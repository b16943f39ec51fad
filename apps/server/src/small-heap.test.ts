import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { clearAfterReading } from './small-heap.ts';

it('what a large reading leaves is cleared away at once', async () => {
  const left = new WeakRef({ samples: Array.from({ length: 1000 }, (_, i) => ({ value: i })) });
  // Weak references hold until the job that made them is over.
  await sleep(1);
  clearAfterReading(100_000);
  expect(left.deref()).toBeUndefined();
});
