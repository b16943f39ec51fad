import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVectorReader } from './vector-reader.ts';

interface Element {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

const answerOf = (result: readonly Element[]): string =>
  JSON.stringify({
    status: 'success',
    warnings: ['a "warning" with ] and }'],
    data: { resultType: 'vector', result, stats: { x: [1, { y: 2 }] } },
  });

function read(text: string, size = text.length || 1) {
  const reader = createVectorReader();
  for (let from = 0; from < text.length; from += size) reader.push(text.slice(from, from + size));
  return { samples: reader.samples(), envelope: reader.envelope() };
}

const hostile = fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'a', 'é', '\n', '\u2028', '😀') });
const element = fc.record({
  metric: fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
    hostile,
    { maxKeys: 5 },
  ),
  value: fc.tuple(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)),
});

describe('a vector that arrives in pieces', () => {
  it('is what it would be in one, wherever it is cut and whatever its labels hold', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (elements, size) => {
        const { samples, envelope } = read(answerOf(elements), size);
        expect(samples).toEqual(elements.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) })));
        expect(JSON.parse(envelope)).toMatchObject({ status: 'success', data: { resultType: 'vector', result: [] } });
      }),
    );
  });

  it('leaves out what has no finite value', () => {
    const elements = ['1', 'NaN', '+Inf', '-Inf', '2'].map((text): Element => ({ metric: { a: text }, value: [0, text] }));
    expect(read(answerOf(elements)).samples).toEqual([
      { labels: { a: '1' }, value: 1 },
      { labels: { a: '2' }, value: 2 },
    ]);
  });

  it.each([
    ['an element without a value', '{"data":{"result":[{"metric":{}}]}}'],
    ['a label that is a number', '{"data":{"result":[{"metric":{"a":1},"value":[0,"1"]}]}}'],
    ['a value that is a number', '{"data":{"result":[{"metric":{},"value":[0,1]}]}}'],
    ['an answer that stops in the middle', '{"data":{"result":[{"metric":{},"value":[0,"1"]}'],
  ])('is none where there is %s', (_, text) => {
    expect(read(text).samples).toBeNull();
  });
});
