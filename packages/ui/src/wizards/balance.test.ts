import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { balance } from './balance.ts';

const weights = (...percents: number[]) => percents.map((percent, at) => ({ version: `v${at + 1}`, percent }));
const percents = (of: ReturnType<typeof balance>) => of.map(({ percent }) => percent);

it.each([
  ['two versions', weights(80, 20), 'v2', 10, [90, 10]],
  ['three versions keep their proportion', weights(60, 30, 10), 'v3', 40, [40, 20, 40]],
  ['rounding leaves nothing over', weights(50, 25, 25), 'v1', 33, [33, 34, 33]],
  ['others that had nothing share evenly', weights(100, 0, 0), 'v1', 80, [80, 10, 10]],
  ['the only version has all', weights(40), 'v1', 10, [100]],
  ['more than all is all', weights(80, 20), 'v1', 140, [100, 0]],
])('%s', (_, before, version, percent, after) => {
  expect(percents(balance(before, version, percent))).toEqual(after);
});

it('always makes 100, in whole percent', () => {
  const any = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(any, fc.nat(), fc.double({ min: -50, max: 150 }), (given, which, percent) => {
      const before = weights(...given);
      const after = percents(balance(before, `v${(which % given.length) + 1}`, percent));
      expect(after.reduce((sum, each) => sum + each, 0)).toBe(100);
      expect(after.every((each) => Number.isInteger(each) && each >= 0)).toBe(true);
    }),
  );
});
