import { expect, it } from 'vitest';
import { createKeptGathering } from './kept-gathering.ts';

it('keeps the form of a picture that is about as large as can be read, each picture for itself', () => {
  const kept = createKeptGathering();
  expect(kept.mostElements('all')).toBe(300);
  kept.drawn('all', true);
  expect(kept.mostElements('all')).toBe(270);
  kept.drawn('all', false);
  expect(kept.mostElements('all')).toBe(330);
  expect(kept.mostElements('one namespace')).toBe(300);
});
