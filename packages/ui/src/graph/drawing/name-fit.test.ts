import { expect, it } from 'vitest';
import { nameFit } from './name-fit.ts';

const room = { beside: 100, alone: 124, size: 13.5, smallest: 10.5 };

it.each<[because: string, widthAt1: number, room: Partial<typeof room>, expected: ReturnType<typeof nameFit>]>([
  ['fits beside its icon', 7, {}, { size: 13.5, besideIcon: true, isCut: false }],
  ['fits beside its icon when it is a little smaller', 8, {}, { size: 12.25, besideIcon: true, isCut: false }],
  ['takes the place of the icon before it shrinks more', 9, {}, { size: 13.5, besideIcon: false, isCut: false }],
  ['takes the place of the icon where it may not shrink', 8, { smallest: 13.5 }, { size: 13.5, besideIcon: false, isCut: false }],
  ['is cut when it fits nowhere, and then has all the room', 20, {}, { size: 13.5, besideIcon: false, isCut: true }],
])('a name that %s', (_, widthAt1, over, expected) => {
  expect(nameFit(widthAt1, { ...room, ...over })).toEqual(expected);
});
