import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QueryFailure } from '../failure.ts';
import { parseQuery } from './parse.ts';

const failureOf = (query: string): string => {
  try {
    parseQuery(query);
  } catch (error) {
    return error instanceof QueryFailure ? `${error.type}: ${error.message}` : `not a QueryFailure: ${String(error)}`;
  }
  return 'no failure';
};

describe('a PromQL query', () => {
  it('keeps whatever a label value holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const query = `up{pod=${JSON.stringify(value).replaceAll('\u007f', '\\u007f')}}`;
        expect(parseQuery(query)).toMatchObject({
          matchers: [
            { name: '__name__', operator: '=', value: 'up' },
            { name: 'pod', operator: '=', value },
          ],
        });
      }),
    );
  });

  it('is read or refused with a reason, whatever it is', () => {
    const pieces =
      'up sum by ( ) [ ] { } "a" = =~ 5m 1h : offset @ on , + - * ^ > bool and rate histogram_quantile start() 0.5 # \n ` \' \\'.split(' ');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        expect(failureOf(parts.join(' '))).toMatch(/^(no failure$|bad_data: )/);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a place in the second line', 'sum(up)\n  +', '2:4: parse error: unexpected end of input'],
    ['an unknown function', '1 + nonsense(up)', '1:5: parse error: unknown function with name "nonsense"'],
    ['the type that was wanted', 'rate(up)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
    ['a bad regex', 'up{pod=~"a(?!b)"}', '1:9: parse error: error parsing regexp: invalid or unsupported Perl syntax: `(?!`'],
    ['an open string', 'up{pod="a', 'parse error: '],
    ['a known but unsupported function', 'info(up)', '1:1: parse error: function "info" is not supported here'],
    ['native histograms', 'histogram_count(up)', 'function "histogram_count" is not supported here'],
    ['an experimental aggregation', 'limitk(2, up)', 'aggregation "limitk" is not supported here'],
    ['arithmetic on durations', 'up[5m + 1m]', 'duration expression is not supported here'],
    ['anchored ranges', 'rate(up[5m] anchored)', 'anchored is not supported here'],
    ['fill modifiers', 'up + fill(0) up', 'fill modifier is not supported here'],
    ['nesting without end', `${'('.repeat(2_000)}up${')'.repeat(2_000)}`, 'nests too deeply'],
    ['a query that is a book', 'u'.repeat(200_001), 'longer than'],
  ])('names %s', (_, query, message) => {
    expect(failureOf(query)).toContain(message);
  });

  it('takes what the third major version added: bare seconds as durations, durations as numbers, quoted names', () => {
    expect(parseQuery('up[300]')).toMatchObject({ type: 'range', rangeMs: 300_000 });
    expect(parseQuery('2m')).toMatchObject({ type: 'number', value: 120 });
    expect(parseQuery('{"metric.with.dots", "label-with-dash"="x"}')).toMatchObject({
      matchers: [
        { name: '__name__', value: 'metric.with.dots' },
        { name: 'label-with-dash', value: 'x' },
      ],
    });
  });

  it.each([
    ['bare seconds as durations', 'up[300]'],
    ['durations as numbers', 'up > 2m'],
    ['a metric in quotes', '{"up"}'],
    ['a label in quotes', 'up{"pod"="x"}'],
    ['a group in quotes', 'sum by ("pod") (up)'],
  ])('refuses %s in the second major version', (_, query) => {
    expect(() => parseQuery(query, 2)).toThrow(QueryFailure);
    expect(() => parseQuery(query, 3)).not.toThrow();
  });

  it.each([
    ['the last operand', 'a - b offset 5m', 'a - (b offset 5m)'],
    ['the last operand of the last operand', 'a + b * c offset 5m', 'a + (b * (c offset 5m))'],
    ['what stands under a sign', '-a offset 5m', '-(a offset 5m)'],
    ['one operand, with the modifier behind it', 'a ^ b @ 7 offset 5m', 'a ^ (b @ 7 offset 5m)'],
  ])('gives a modifier to %s', (_, query, meant) => {
    expect(withoutPlaces(parseQuery(query))).toEqual(withoutPlaces(parseQuery(meant)));
  });

  it('gives the range of a subquery to the last operand, which leaves a range in the sum', () => {
    expect(failureOf('a + b[5m:1m]')).toContain('binary expression must contain only scalar and instant vector types');
    expect(failureOf('-b[5m:1m]')).toContain('unary expression only allowed');
  });
});

/** An expression without where its parts stand in the text. */
const withoutPlaces = (expression: unknown): unknown =>
  JSON.parse(JSON.stringify(expression, (key, value: unknown) => (key === 'from' ? undefined : value)));
