import { describe, expect, it } from 'vitest';
import { type Detail, detailAt, plateDetail, smallestText, textPx } from './detail.ts';

describe('what a plate says', () => {
  it.each<[because: string, zoom: number, plates: number, detail: Detail]>([
    ['everything in a small mesh on a small screen', 0.73, 14, 'full'],
    ['less in a large mesh at that zoom', 0.73, 61, 'compact'],
    ['everything in a large mesh that one has come close to', 0.86, 500, 'full'],
    ['its name when seen from farther', 0.6, 500, 'compact'],
    ['its name for as long as that can be read, where all are few', 0.45, 14, 'compact'],
    ['its sign when seen from far', 0.4, 500, 'sign'],
    ['nothing but trouble from farthest', 0.1, 500, 'speck'],
  ])('is %s', (_, zoom, plates, detail) => {
    expect(detailAt(zoom, plates)).toBe(detail);
  });

  it('is its name where it is looked for', () => {
    expect(plateDetail(0.45, 500, false)).toBe('sign');
    expect(plateDetail(0.45, 500, true)).toBe('compact');
  });

  it('is one large name across a room, unless the mesh is too large for that', () => {
    expect(detailAt(1.4, 14, true)).toBe('far');
    expect(detailAt(0.3, 500, true)).toBe('sign');
  });

  it('is never smaller than one can read', () => {
    for (const zoom of [0.04, 0.3, 0.72, 1, 2.5]) expect(textPx(11.5, zoom)).toBeGreaterThanOrEqual(smallestText);
  });
});
