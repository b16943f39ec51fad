import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestText } from './nearest-text.ts';
import { stepsOf, valueAt } from './object-fields.ts';
import { firstFailure, onsetOf } from './onset.ts';
import { refusedShare } from './queue.ts';

describe('the share that a queue sends away', () => {
  it.each([
    // M/M/1/2: rho^2 / (1 + rho + rho^2)
    [1, 1, 0.6, 0.36 / 1.96],
    // M/M/1/1, Erlang's loss formula with one server.
    [1, 0, 1, 0.5],
    // Erlang B with two servers and one erlang: (1/2) / (1 + 1 + 1/2).
    [2, 0, 1, 0.2],
    [1, 1, 0, 0],
  ])('of %i connections and %i places under a load of %f is as the formula says', (servers, places, offered, share) => {
    expect(refusedShare(servers, places, offered)).toBeCloseTo(share, 12);
  });

  it('is a share, grows with the load and shrinks with every place', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        (c, q, load) => {
          const share = refusedShare(c, q, load);
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(refusedShare(c, q, load * 1.1)).toBeGreaterThanOrEqual(share - 1e-12);
          expect(refusedShare(c, q + 1, load)).toBeLessThanOrEqual(share + 1e-12);
        },
      ),
    );
  });
});

describe('the beginning of failures', () => {
  const course = (failing: readonly (number | null)[]) => onsetOf({ from: 1000, stepSeconds: 30, failing });

  it('is the last time that they rose to what they are', () => {
    expect(course([null, null, 0, 0, 0, 0.9, 1, 1, 1, 1])).toEqual({ at: 1150, beforeShare: 0, stepSeconds: 30 });
  });

  it('is the second time, where they stopped in between', () => {
    expect(course([1, 1, 0, 0, 0, 0, 0, 1, 1, 1])?.at).toBe(1210);
  });

  it('says how much failed before already', () => {
    expect(course([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1, 1, 1, 1, 1])?.beforeShare).toBeCloseTo(0.1);
  });

  it('is not known where they fail for longer than was looked at', () => {
    expect(course([1, 1, 1, 1, 1, 1])).toMatchObject({ at: null });
  });

  it('is none where nothing fails at the end', () => {
    expect(course([1, 1, 0, 0, 0, 0, 0])).toBeNull();
    expect(course([])).toBeNull();
  });

  it('does not take a scrape that is still missing for their end', () => {
    expect(course([0, 0, 0, 1, 1, 1, 1, null])?.at).toBe(1090);
  });

  it('is found to the scrape in a stretch that begins calm', () => {
    expect(firstFailure({ from: 500, stepSeconds: 5, failing: [null, 0, 0, 0.2, 1] })).toBe(515);
    expect(firstFailure({ from: 500, stepSeconds: 5, failing: [null, 0] })).toBeNull();
  });
});

describe('a slip of the pen', () => {
  it.each([
    ['api.cardpay.example', ['api.cardpay.exmaple', 'api.other.example'], 'api.cardpay.exmaple'],
    ['api.cardpay.example', ['entirely.else.example'], null],
    ['db', ['dc'], null],
    ['mail.example.com', [], null],
  ])('of %s among %j is %s', (wanted, texts, found) => {
    expect(nearestText(wanted, texts)).toBe(found);
  });
});

describe('a path into an object', () => {
  const object = {
    spec: { subsets: [{ name: 'v1' }, { name: 'v2', limit: { max: 1 } }] },
    metadata: { labels: { 'istio-injection': 'enabled' } },
  };

  it.each([
    ['spec.subsets[1].limit.max', '1'],
    ['spec.subsets[1].limit', '{"max":1}'],
    ['spec.subsets[0].name', 'v1'],
    ['metadata.labels.istio-injection', 'enabled'],
    ['spec.subsets[7].name', null],
    ['spec.__proto__.polluted', null],
  ])('%s leads to %s', (path, value) => {
    expect(valueAt(object, path)).toBe(value);
  });

  it('is read step by step', () => {
    expect(stepsOf('spec.http[0].route[12].destination')).toEqual(['spec', 'http', 0, 'route', 12, 'destination']);
  });
});
