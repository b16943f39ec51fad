import { describe, expect, it } from 'vitest';
import type { LayoutInput, LayoutNode } from './layout-input.ts';
import { placeNew } from './place-new.ts';

const plate = (id: string, box: string | null = null): LayoutNode => ({ id, cluster: null, box, app: null, role: 'inner' });

describe('a group that is opened', () => {
  const known = new Map([
    ['group:a', { x: 0, y: 0 }],
    ['group:b', { x: 0, y: 64 }],
    ['group:c', { x: 292, y: 0 }],
  ]);
  const members = Array.from({ length: 9 }, (_, i) => plate(`a/${i}`, 'group:a'));
  const input: LayoutInput = { layout: 'layered', nodes: [plate('group:b'), plate('group:c'), ...members], edges: [] };
  const placed = placeNew(input, known);

  it('moves no other plate', () => {
    expect([placed.get('group:b'), placed.get('group:c')]).toEqual([known.get('group:b'), known.get('group:c')]);
  });

  it('shows its members on free ground, none upon another', () => {
    const all = [...placed.values()];
    const apart = all.flatMap((a, i) => all.slice(i + 1).map((b) => Math.abs(a.x - b.x) >= 188 || Math.abs(a.y - b.y) >= 48));
    expect(all).toHaveLength(11);
    expect(apart).not.toContain(false);
  });
});
