import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultGraphPlace, type GraphPlace, readGraphPlace, showable, writeGraphPlace } from './graph-place.ts';

const places: fc.Arbitrary<GraphPlace> = fc.record({
  namespaces: fc.uniqueArray(fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/)),
  windowSeconds: fc.integer({ min: 15, max: 2_592_000 }),
  atEpochSeconds: fc.option(fc.integer({ min: 0, max: 32_503_680_000 })),
  groupBy: fc.constantFrom('version', 'workload', 'app', 'service'),
  show: fc.subarray([...showable]),
  find: fc.string({ maxLength: 200 }),
  selected: fc.option(fc.string({ minLength: 1, maxLength: 200 })),
  panel: fc.constantFrom('auto', 'graph', 'none'),
  view: fc.constantFrom('picture', 'table'),
  viewport: fc.option(
    fc.record({
      x: fc.integer({ min: -99_999, max: 99_999 }),
      y: fc.integer({ min: -99_999, max: 99_999 }),
      z: fc.integer({ min: 20, max: 4000 }).map((thousandths) => thousandths / 1000),
    }),
  ),
});

describe('the graph page in a link', () => {
  it('comes back from its URL as it was', () => {
    fc.assert(
      fc.property(places, (place) => {
        const search = new URLSearchParams(writeGraphPlace(place).toString());
        expect(readGraphPlace(search)).toEqual({ place, ignored: [] });
      }),
    );
  });

  it('survives any URL, and what it reads can be written and read again', () => {
    const parts = fc.tuple(
      fc.constantFrom('ns', 'w', 'at', 'by', 'show', 'find', 'sel', 'panel', 'view', 'x', 'y', 'z', '__proto__', 'q'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(parts), (given) => {
        const { place } = readGraphPlace(new URLSearchParams(given));
        expect(readGraphPlace(writeGraphPlace(place)).place).toEqual({
          ...place,
          viewport: place.viewport && readGraphPlace(writeGraphPlace(place)).place.viewport,
        });
      }),
    );
  });

  it('writes nothing for the plainest page', () => {
    expect(writeGraphPlace(defaultGraphPlace).toString()).toBe('');
  });

  it.each([
    ['an unknown part', 'flavour=mint', ['flavour']],
    ['a window that is no number', 'w=soon', ['w']],
    ['a window shorter than a scrape', 'w=1', ['w']],
    ['a grouping nobody has', 'by=mood', ['by']],
    ['a namespace that is PromQL', 'ns=shop&ns=%22%7D%20or%20vector(1)', ['ns']],
    ['half a viewport', 'x=3&y=4', ['x', 'y']],
    ['a zoom that shows nothing', 'x=3&y=4&z=0', ['x', 'y', 'z']],
    ['a label family of another console', 'show=rate.glitter', ['show']],
  ])('passes over %s and names it', (_, search, ignored) => {
    const read = readGraphPlace(new URLSearchParams(search));
    expect(read.ignored).toEqual(ignored);
    expect(read.place).toEqual({ ...defaultGraphPlace, namespaces: search.startsWith('ns=shop') ? ['shop'] : [] });
  });
});
