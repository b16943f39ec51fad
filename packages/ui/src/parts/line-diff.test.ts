import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffLines } from './line-diff.ts';

const written = (before: string, after: string): string[] =>
  diffLines(before, after).map((line) =>
    line.kind === 'skipped' ? `… ${line.count}` : `${{ same: ' ', added: '+', removed: '-' }[line.kind]}${line.text}`,
  );

it.each([
  ['nothing to nothing', '', '', []],
  ['a new object', '', 'a: 1\nb: 2\n', ['+a: 1', '+b: 2']],
  ['an object that goes', 'a: 1\n', '', ['-a: 1']],
  [
    'a changed weight',
    'route:\n- weight: 80\n- weight: 20\n',
    'route:\n- weight: 90\n- weight: 10\n',
    [' route:', '-- weight: 80', '-- weight: 20', '+- weight: 90', '+- weight: 10'],
  ],
  ['a change far down', 'a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nd\ne\ng\n', ['… 2', ' c', ' d', ' e', '-f', '+g']],
  ['no change', 'a\nb\nc\n', 'a\nb\nc\n', ['… 3']],
])('tells %s', (_, before, after, lines) => {
  expect(written(before, after)).toEqual(lines);
});

it('rebuilds both texts from what it tells', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c: 1', ''), { maxLength: 7 }).map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const changes = lines.filter((line) => line.kind === 'added' || line.kind === 'removed').length;
      expect(changes === 0).toBe(before === after);
      // With at most seven lines of context-free text on each side, skipped lines are the same on both.
      const count = (side: 'added' | 'removed') =>
        lines.reduce((sum, line) => sum + (line.kind === 'skipped' ? line.count : line.kind === 'same' || line.kind === side ? 1 : 0), 0);
      expect([count('removed'), count('added')]).toEqual([before, after].map((side) => side.split('\n').length - 1));
    }),
  );
});
