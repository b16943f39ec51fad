import { expect, it } from 'vitest';
import { createRecentlyUsed } from './recently-used.ts';

it('forgets what was not used for longest, by number or by weight, and never the newest', () => {
  const kept = createRecentlyUsed<number>(3, { most: 10, of: (value) => value });
  const has = () => ['a', 'b', 'c', 'd'].filter((key) => kept.get(key) !== undefined);
  kept.set('a', 1);
  kept.set('b', 2);
  kept.set('c', 3);
  kept.get('a');
  kept.set('d', 1);
  expect(has()).toEqual(['a', 'c', 'd']);
  expect(kept.values()).toEqual([1, 3, 1]);
  kept.set('a', 7);
  expect(has()).toEqual(['a', 'd']);
  kept.set('b', 99);
  expect(has()).toEqual(['b']);
});

it('forgets at a word what is of no use any more, and its weight', () => {
  const kept = createRecentlyUsed<number>(3, { most: 10, of: (value) => value });
  kept.set('a', 6);
  kept.set('b', 4);
  kept.forget((value) => value > 5);
  kept.set('c', 6);
  expect(kept.values()).toEqual([6, 4]);
});
