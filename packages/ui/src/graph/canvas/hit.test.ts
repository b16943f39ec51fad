import { describe, expect, it } from 'vitest';
import { curveBetween } from '../drawing/curve.ts';
import { hitAt } from './hit.ts';

const positions = new Map([
  ['a', { x: 0, y: 0 }],
  ['b', { x: 600, y: 0 }],
]);
const ground = {
  positions,
  curves: new Map([['a>b', curveBetween({ x: 0, y: 0 }, { x: 600, y: 0 })]]),
  frames: [
    { id: 'namespace:shop', kind: 'namespace', title: 'shop', namespace: 'shop', foreign: false, members: ['a', 'b'] },
    { id: 'app:shop/a', kind: 'app', title: 'a', namespace: 'shop', foreign: false, members: ['a'] },
  ] as const,
};

describe('a pointer on the picture', () => {
  it.each([
    ['a plate', { x: 10, y: 5 }, { kind: 'node', id: 'a' }],
    ['a call', { x: 300, y: 3 }, { kind: 'edge', id: 'a>b' }],
    ['the inner box', { x: 0, y: -28 }, { kind: 'box', id: 'app:shop/a' }],
    ['the outer box', { x: 300, y: -40 }, { kind: 'box', id: 'namespace:shop' }],
    ['the ground', { x: 300, y: 900 }, null],
  ])('meets %s', (_, point, hit) => {
    expect(hitAt(point, ground, 1)).toEqual(hit);
  });

  it('reaches calls as well from afar as from close by', () => {
    expect(hitAt({ x: 300, y: 30 }, ground, 1)?.kind).toBe('box');
    expect(hitAt({ x: 300, y: 30 }, ground, 0.2)?.kind).toBe('edge');
  });
});
