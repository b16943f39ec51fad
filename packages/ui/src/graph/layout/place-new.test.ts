import { describe, expect, it } from 'vitest';
import { plateSize, type Point } from '../drawing/curve.ts';
import { pitch } from './layout-graph.ts';
import type { LayoutInput, LayoutNode } from './layout-input.ts';
import { placeNew } from './place-new.ts';

const node = (id: string, changes: Partial<LayoutNode> = {}): LayoutNode => ({
  id,
  cluster: null,
  box: 'catalog',
  app: null,
  role: 'inner',
  ...changes,
});
const version = (id: string): LayoutNode => node(id, { app: 'app:catalog/search' });
const input = (nodes: readonly LayoutNode[]): LayoutInput => ({
  layout: 'layered',
  nodes,
  edges: [
    { from: 'api', to: 'search-v3' },
    { from: 'api', to: 'search-v4' },
    { from: 'search-v3', to: 'catalog' },
    { from: 'search-v4', to: 'catalog' },
  ],
});
const api = node('api', { box: 'storefront' });
const standing = new Map<string, Point>([
  ['api', { x: 0, y: 0 }],
  ['search-v4', { x: pitch.column, y: 0 }],
  ['recommendations', { x: pitch.column, y: 68 }],
  ['catalog', { x: 2 * pitch.column, y: 0 }],
]);

describe('a version that is there again beside another one', () => {
  const nodes = [api, version('search-v3'), version('search-v4'), node('recommendations'), node('catalog')];

  it('stands in the column of the other versions, on the side that is free', () => {
    expect(placeNew(input(nodes), standing).get('search-v3')).toEqual({ x: pitch.column, y: -pitch.sibling });
  });

  it('stands below them where something else stands above', () => {
    const above = new Map([...standing, ['recommendations', { x: pitch.column, y: -68 }] as const]);
    expect(placeNew(input(nodes), above).get('search-v3')).toEqual({ x: pitch.column, y: pitch.sibling });
  });

  it('covers nothing where neither side is free', () => {
    const between = new Map([...standing, ['other', { x: pitch.column, y: -68 }] as const]);
    const placed = placeNew(input([...nodes, node('other')]), between);
    const at = placed.get('search-v3') ?? { x: 0, y: 0 };
    const covered = [...placed].filter(
      ([id, { x, y }]) => id !== 'search-v3' && Math.abs(x - at.x) < plateSize.width && Math.abs(y - at.y) < plateSize.height,
    );
    expect(covered).toEqual([]);
  });
});
