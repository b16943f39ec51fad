import { describe, expect, it } from 'vitest';
import { all, asked, known, not, some, type Tri, unknown } from './known.ts';
import { classOf, split } from './request-class.ts';

const method: Tri = { maybe: ['method'] };
const path: Tri = { maybe: ['path'] };

describe('what is not known', () => {
  it.each<[because: string, got: Tri, expected: Tri]>([
    ['one refusal decides, whatever else is unknown', all(['yes', method, 'no']), 'no'],
    ['one assent decides, whatever else is unknown', some(['no', method, 'yes']), 'yes'],
    ['all of nothing holds', all([]), 'yes'],
    ['some of nothing does not', some([]), 'no'],
    ['what would decide is named, once and in order', all([path, method, path, 'yes']), { maybe: ['method', 'path'] }],
    ['the contrary of unknown is unknown', not(method), method],
    ['the contrary of yes is no', not('yes'), 'no'],
    ['an attribute nobody looked at decides nothing', asked(unknown, 'method', () => true), method],
    ['an attribute that is known decides', asked(known('GET'), 'method', (one) => one === 'GET'), 'yes'],
  ])('%s', (_, got, expected) => expect(got).toEqual(expected));
});

describe('a class of requests', () => {
  const call = classOf({ host: 'reviews', port: 9080, protocol: 'http', method: 'GET', path: '/', headers: {} });
  it('is one part when all is known', () => expect(split(call)).toEqual([{ share: 1, request: call }]));
  it('falls into parts along what was seen, whose shares add up to 1', () => {
    const seen = <T>(...values: (readonly [T, number])[]) =>
      ({ kind: 'distribution', values: values.map(([value, share]) => ({ value, share })), samples: 20 }) as const;
    const parts = split({ ...call, method: seen(['GET', 0.75], ['POST', 0.25]), path: seen(['/a', 0.6], ['/b', 0.4]) });
    expect(parts.map(({ share, request }) => [share, request.method, request.path])).toEqual([
      [expect.closeTo(0.45), known('GET'), known('/a')],
      [expect.closeTo(0.3), known('GET'), known('/b')],
      [expect.closeTo(0.15), known('POST'), known('/a')],
      [expect.closeTo(0.1), known('POST'), known('/b')],
    ]);
  });
  it('keeps the unknown whole', () => {
    const part = split({ ...call, headers: unknown })[0];
    expect(part?.request.headers).toEqual(unknown);
  });
});
