import { differences, meshCases } from '@vigla/testkit/correctness';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../inventory/index.ts';
import { draw } from './test/draw.ts';

/** Rates may be added up in another order. */
const within = 1e-9;

describe.each(meshCases)('$name', ({ answers, objects, facts }) => {
  const known = objects && readFacts(objects);
  it.each(facts)('$says', ({ wish = {}, reads, is }) => {
    expect(differences(reads(draw(answers, wish, known)), is, within)).toEqual([]);
  });
});
