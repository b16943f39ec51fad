import { expect, it } from 'vitest';
import { rootSize } from './use-root-size.ts';

it.each<[screen: string, width: number, height: number, px: number]>([
  ['full HD', 1920, 1080, 52.75],
  ['4K: the same text, sharper', 3840, 2160, 105.25],
  ['ultrawide', 3440, 1440, 89.25],
  ['upright', 1080, 1920, 52.75],
])('text is legible from five metres on a 55-inch %s screen', (_, width, height, px) => {
  expect(rootSize(width, height)).toBeCloseTo(px, 0);
});
