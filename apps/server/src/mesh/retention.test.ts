import { at } from '@vigla/contract/units';
import { expect, it, vi } from 'vitest';
import { AppError } from '../http/index.ts';
import { createRetention } from './retention.ts';

it('GRF-50: asks once somebody wants to know, and again when the word is old', async () => {
  let now = 1_767_268_800;
  const asked = vi.fn<() => Promise<number | null>>(async () => 15 * 86_400);
  const retention = createRetention({ retentionSeconds: asked }, () => at(now));
  expect(asked).not.toHaveBeenCalled();
  expect(retention()).toBeNull();
  await vi.waitFor(() => expect(retention()).toBe(15 * 86_400));
  expect(asked).toHaveBeenCalledTimes(1);
  now += 3600;
  retention();
  expect(asked).toHaveBeenCalledTimes(2);
});

it('keeps silent about a Prometheus that does not tell', async () => {
  const refusing = async (): Promise<number | null> => {
    throw new AppError('source_unavailable', 'There is no such page.', { source: 'prometheus' });
  };
  const retention = createRetention({ retentionSeconds: refusing }, () => at(1_767_268_800));
  expect(retention()).toBeNull();
  await Promise.resolve();
  expect(retention()).toBeNull();
});
