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

const hostile = fc.string({
  unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', '"]}', '1"]}', ',', ':', '1', 'a', 'é', '\n', '\u2028', '😀'),
});
/** Prometheus 3 takes any text as the name of a label. */
const name = fc
  .oneof(fc.constantFrom('le', '"le', ',"le', 'le"'), fc.string({ minLength: 1 }), hostile)
  .filter((text) => text !== '__proto__');
const element = fc.record({
  metric: fc.dictionary(name, hostile, { maxKeys: 5 }),
  value: fc.tuple(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)),
});

/** What an element means: the bound of a bucket is no label of its histogram. */
function sampleOf({ metric, value }: Element) {
  const { le, ...labels } = metric;
  return { labels, value: Number(value[1]), ...(le !== undefined && { le }) };
}

describe('a vector that arrives in pieces', () => {
  it('is what it would be in one, wherever it is cut and whatever its labels hold', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (elements, size) => {
        const { samples, envelope } = read(answerOf(elements), size);
        expect(samples).toEqual(elements.map(sampleOf));
        expect(JSON.parse(envelope)).toMatchObject({ status: 'success', data: { resultType: 'vector', result: [] } });
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same where its elements have most in common', () => {
    const few = fc.dictionary(fc.constantFrom('a', 'le', 'z'), fc.constantFrom('1', '12', '"', '\\', '},"value":[0,"1"]'), { maxKeys: 3 });
    const alike = fc.record({ metric: few, value: fc.tuple(fc.constantFrom(0, 1.5), fc.constantFrom('1', '2.5')) });
    fc.assert(
      fc.property(fc.array(alike, { maxLength: 12 }), (elements) => {
        expect(read(answerOf(elements)).samples).toEqual(elements.map(sampleOf));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves out what has no finite value', () => {
    const elements = ['1', 'NaN', '+Inf', '-Inf', '2'].map((text): Element => ({ metric: { a: text }, value: [0, text] }));
    expect(read(answerOf(elements)).samples).toEqual([
      { labels: { a: '1' }, value: 1 },
      { labels: { a: '2' }, value: 2 },
    ]);
  });

  it.each<[string, (le: string, a: string) => Element['metric']]>([
    ['in the middle', (le, a) => ({ a, le, z: '"},"value":[' })],
    ['first', (le, a) => ({ le, a, z: '"},"value":[' })],
    ['last', (le, a) => ({ a, z: '"},"value":[', le })],
    ['alone', (le) => ({ le })],
  ])('has one object of labels for all buckets of a histogram whose bound stands %s, in whichever order they come', (_, metricOf) => {
    const buckets = (['x', 'y'] as const).flatMap((a) => ['0.5', '5', '+Inf'].map((le) => metricOf(le, a)));
    const mixed = [0, 3, 1, 4, 5, 2].flatMap((i) => buckets.slice(i, i + 1));
    for (const metrics of [buckets, mixed]) {
      const samples = read(answerOf(metrics.map((metric): Element => ({ metric, value: [0, '1'] })))).samples ?? [];
      expect(samples).toEqual(metrics.map(({ le = '', ...labels }) => ({ labels, value: 1, le })));
      expect(new Set(samples.map(({ labels }) => labels)).size).toBe('a' in (buckets[0] ?? {}) ? 2 : 1);
    }
  });

  it('tells histograms apart whose labels begin alike, and buckets of one whose bounds stand in different places', () => {
    const metrics = [
      { a: 'x', le: '1', z: 'y' },
      { a: 'x', le: '1' },
      { a: 'x', z: 'y', le: '1' },
      { a: 'x', le: '1', z: 'yy' },
      { le: '1', z: 'y' },
      { a: 'xx', le: '1', z: 'y' },
    ];
    const samples = read(answerOf(metrics.map((metric): Element => ({ metric, value: [0, '1'] })))).samples;
    expect(samples).toEqual(metrics.map(({ le, ...labels }) => ({ labels, value: 1, le })));
  });

  it('sets the bound of a bucket apart in whichever notation it comes', () => {
    const written = (text: string): string => `{"data":{"result":[${text}]}}`;
    const wanted = [{ labels: { a: 'x' }, value: 2, le: '+Inf' }];
    expect(read(written('{"metric":{"a":"x","le":"+Inf"},"value":[0,"2"]}')).samples).toEqual(wanted);
    expect(read(written('{ "metric" : { "a" : "x" , "le" : "+Inf" } , "value" : [ 0 , "2" ] }')).samples).toEqual(wanted);
    expect(read(written('{"value":[0,"2"],"metric":{"le":"\\u002bInf","a":"x"}}')).samples).toEqual(wanted);
    expect(read(written('{"metric":{"le":"\\u002bInf","a":"x"},"value":[0,"2"]}')).samples).toEqual(wanted);
  });

  it('takes nothing beside the list for one of its elements', () => {
    const text = JSON.stringify({ data: { stats: { timings: { eval: 1 }, more: [{ b: 2 }] }, result: [{ metric: {}, value: [0, '1'] }] } });
    const { samples, envelope } = read(text);
    expect(samples).toEqual([{ labels: {}, value: 1 }]);
    expect(JSON.parse(envelope)).toEqual({ data: { stats: { timings: { eval: 1 }, more: [{ b: 2 }] }, result: [] } });
  });

  it.each([
    ['a bucket whose value is a number', '{"data":{"result":[{"metric":{"le":"1"},"value":[0,1]}]}}'],
    ['a bucket with a label that is a number', '{"data":{"result":[{"metric":{"le":"1","a":1},"value":[0,"1"]}]}}'],
    ['an element without a value', '{"data":{"result":[{"metric":{}}]}}'],
    ['a label that is a number', '{"data":{"result":[{"metric":{"a":1},"value":[0,"1"]}]}}'],
    ['a value that is a number', '{"data":{"result":[{"metric":{},"value":[0,1]}]}}'],
    ['an answer that stops in the middle', '{"data":{"result":[{"metric":{},"value":[0,"1"]}'],
  ])('is none where there is %s', (_, text) => {
    expect(read(text).samples).toBeNull();
  });
});
