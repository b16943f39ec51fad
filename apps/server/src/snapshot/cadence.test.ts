import { at } from '@vigla/contract/units';
import { noon } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { AppError } from '../http/index.ts';
import { createCadence } from './cadence.ts';

const quiet = () => new Promise((resolve) => setImmediate(resolve));

describe('the cadence', () => {
  it.each([
    [15, 15],
    [1, 5],
    [60, 60],
    [0.5, 5],
    [7.2, 8],
    [null, 15],
  ])('of a Prometheus that samples every %s s is %i s', async (told, expected) => {
    const cadence = createCadence({ scrapeIntervalSeconds: async () => told }, () => noon);
    await quiet();
    expect([cadence.scrapeIntervalSeconds(), cadence.alignSeconds()]).toEqual([told, expected]);
  });

  it('is the last one known while Prometheus does not tell, and is asked for again', async () => {
    let now = noon;
    let asked = 0;
    const answers = [30, new AppError('source_unavailable', 'down'), 60];
    const cadence = createCadence(
      {
        scrapeIntervalSeconds: async () => {
          const answer = answers[asked++];
          if (answer instanceof Error) throw answer;
          return answer ?? null;
        },
      },
      () => now,
    );
    const after = async (later: number) => {
      now = at(noon + later);
      cadence.scrapeIntervalSeconds();
      await quiet();
      return [cadence.scrapeIntervalSeconds(), asked];
    };
    expect(await after(0)).toEqual([30, 1]);
    expect(await after(299)).toEqual([30, 1]);
    expect(await after(300)).toEqual([30, 2]);
    expect(await after(305)).toEqual([30, 2]);
    expect(await after(311)).toEqual([60, 3]);
  });
});
