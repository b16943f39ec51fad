import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchoredRegex } from './regex.ts';
import { RegexFailure } from './regex-failure.ts';

describe('an anchored RE2 expression', () => {
  it.each<[because: string, pattern: string, text: string, matches: boolean]>([
    ['a word matches itself', 'reviews', 'reviews', true],
    ['it is anchored at the start', 'views', 'reviews', false],
    ['it is anchored at the end', 'review', 'reviews', false],
    ['alternatives are anchored as a whole', 'a|bc', 'abc', false],
    ['an empty alternative matches the missing label', 'a|', '', true],
    ['a dot matches anything', 'a.c', 'a:c', true],
    ['a dot matches a line break as in Prometheus 3', 'a.c', 'a\nc', true],
    ['a dot matches one code point', 'a.c', 'a😀c', true],
    ['a class', '^[4-5]\\d\\d$', '503', true],
    ['a class, refused', '^[4-5]\\d\\d$', '200', false],
    ['a negated class', '[^a-c]+', 'xyz', true],
    ['a negated class, refused', '[^a-c]+', 'xaz', false],
    ['a bracket first in a class is itself', '[]a]+', 'a]', true],
    ['a dash last in a class is itself', '[a-]+', 'a-a', true],
    ['a POSIX class', '[[:alpha:]]+[[:^alpha:]]', 'ab1', true],
    ['a Unicode class', '\\p{Greek}+\\pL', 'αβx', true],
    ['a negated Unicode class', '\\PL+', '123', true],
    ['a host name', '^.+\\.bookinfo\\..+$', 'reviews.bookinfo.svc.cluster.local', true],
    ['case folding by flag', '(?i)Reviews', 'rEVIEWS', true],
    ['case folding within a group only', '(?i:a)b', 'AB', false],
    ['case folding in a class', '(?i)[a-c]+', 'ABC', true],
    ['a counted repeat', 'a{2,3}', 'aaa', true],
    ['a counted repeat, too many', 'a{2,3}', 'aaaa', false],
    ['a brace that counts nothing is itself', 'a{x}', 'a{x}', true],
    ['a lazy repeat still covers the whole', 'a*?', 'aaaa', true],
    ['quoted text', '\\Qa.b\\E+', 'a.bb', true],
    ['hexadecimal escapes', '\\x41\\x{42}', 'AB', true],
    ['octal escapes', '\\101\\0', 'A\0', true],
    ['word edges', '\\bab\\b.*', 'ab c', true],
    ['inside a word', 'a\\Bb', 'ab', true],
    ['named groups', '(?P<x>a)(?<y>b)', 'ab', true],
    ['an empty pattern matches only the empty string', '', 'a', false],
    ['flags switched off again', '(?i)a(?-i)b', 'Ab', true],
    ['line anchors', '(?m)a$\\n^b', 'a\nb', true],
    ['text anchors do not match at line breaks', 'a$\\nb', 'a\nb', false],
  ])('%s', (_, pattern, text, matches) => {
    expect(anchoredRegex(pattern).test(text)).toBe(matches);
  });

  it.each([
    ['look ahead', 'a(?=b)'],
    ['negative look ahead', 'a(?!b)'],
    ['look behind', '(?<=a)b'],
    ['negative look behind', '(?<!a)b'],
    ['a back reference', '(a)\\1'],
    ['a named back reference', '(?P<x>a)\\k<x>'],
    ['an atomic group', '(?>a)'],
    ['a possessive repeat', 'a++'],
    ['a repeated repeat', 'a**'],
    ['a repeat of nothing', '*a'],
    ['an open group', '(a'],
    ['a closed group', 'a)'],
    ['an open class', '[a'],
    ['a reversed range', '[z-a]'],
    ['an unknown class', '\\p{Klingon}'],
    ['an unknown escape', '\\y'],
    ['a trailing backslash', 'a\\'],
    ['too many repeats', 'a{1001}'],
    ['a program that explodes', '((a{100}){100}){100}'],
    ['groups beyond reason', '('.repeat(5_000)],
  ])('refuses %s as RE2 does', (_, pattern) => {
    expect(() => anchoredRegex(pattern)).toThrow(RegexFailure);
  });

  it('does not blow up on patterns that make backtracking engines hang', () => {
    const text = `${'a'.repeat(5_000)}b`;
    expect(anchoredRegex('(a+)+').test(text)).toBe(false);
    expect(anchoredRegex('(a|aa)*').test(text)).toBe(false);
    expect(anchoredRegex('(.*)*c').test(text)).toBe(false);
  });

  it.each([
    ['numbered groups', '(.*)-v(\\d+)', 'reviews-v2', '$2 of ${1}', '2 of reviews'],
    ['named groups', '(?P<app>.*)-(?P<rest>.*)', 'reviews-v2', '$rest.$app', 'v2.reviews'],
    ['greedy groups first', '(a*)(a*)', 'aaa', '[$1][$2]', '[aaa][]'],
    ['lazy groups last', '(a*?)(a*)', 'aaa', '[$1][$2]', '[][aaa]'],
    ['the first alternative', '(a|ab)(c|bcd)?', 'abcd', '$1,$2', 'a,bcd'],
    ['a group that took no part', '(a)|(b)', 'b', '[$1][$2]', '[][b]'],
    ['the longest name', '(a)', 'a', '$1x', ''],
    ['dollars', '(a)', 'a', '$$1', '$1'],
    ['the whole', 'a.c', 'abc', '<$0>', '<abc>'],
    ['characters beyond the basic plane', '(.)(.)', '😀x', '$2$1', 'x😀'],
  ])('fills a template with %s', (_, pattern, text, template, filled) => {
    expect(anchoredRegex(pattern).expand(text, template)).toBe(filled);
  });

  it('agrees with a backtracking engine wherever both speak the same syntax', () => {
    const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '(a|b)', '(?:ab|a)', '\\d', '\\w', 'a?', '(b*)', '(?:a|b|)');
    const piece = fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{0,2}')).map(([a, r]) => (/[*?]$/.test(a) ? a : a + r));
    const pattern = fc.array(fc.oneof(piece, fc.constant('|')), { maxLength: 6 }).map((parts) => parts.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 7 });
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        const match = new RegExp(`^(?:${source})$`, 's').exec(subject);
        expect(anchoredRegex(source).test(subject)).toBe(match !== null);
        expect(anchoredRegex(source).expand(subject, '$0')).toBe(match?.[0]);
      }),
      { numRuns: 500 },
    );
  });

  it('either compiles or explains, whatever is thrown at it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab(){}[]?*+|\\^$.-:<>P=!1,0')), maxLength: 14 }), (source) => {
        expect(outcomeOf(source)).toMatch(/^(true|false|RegexFailure)$/);
      }),
      { numRuns: 3_000 },
    );
  });
});

function outcomeOf(source: string): string {
  try {
    return String(anchoredRegex(source).test('ab1'));
  } catch (error) {
    return error instanceof Error ? error.name : 'not an error';
  }
}
