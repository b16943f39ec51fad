import { expect, it } from 'vitest';
import { readSessionKeys } from './session-keys.ts';

const [old, fresh] = ['o'.repeat(32), 'f'.repeat(44)];

it('reads one key a line, the newest on top', () => {
  expect(readSessionKeys('key', `${fresh}\n\n  ${old}\n`)).toEqual({ ok: true, value: [fresh, old] });
});

it.each([
  ['is empty', '\n', /is empty: write a key of at least 32 characters/],
  ['has a short key', `${old}\nshort\n`, /line 2$/],
])('refuses a file that %s, without showing what is in it', (_, text, expected) => {
  const read = readSessionKeys('key', text);
  if (read.ok) throw new Error('It was accepted.');
  expect(read.problems).toEqual([{ where: 'session.keyFile key', what: expect.stringMatching(expected) }]);
  expect(JSON.stringify(read.problems)).not.toContain('short\\n');
});
