import type { Dice } from './dice.ts';

/** Tokens as the language has them: strings, numbers and durations, names, operators, brackets. */
const token = /"(?:[^"\\]|\\.)*"|[0-9][0-9a-zA-Z.]*|\.[0-9]+|[a-zA-Z_:][a-zA-Z0-9_:]*|=~|!~|!=|==|>=|<=|\S/g;

const pool = [
  '(',
  ')',
  '{',
  '}',
  '[5m]',
  '[',
  ']',
  ',',
  '"x"',
  '5m',
  '2',
  'by',
  'on',
  'bool',
  'offset',
  '@',
  'and',
  '+',
  'sum',
  'rate',
  'up',
  ':',
  '=~',
  '!',
  '$',
  'group_left',
];

/** A query with one token lost, doubled, exchanged or put in: mostly broken, sometimes another query. */
export function brokenQuery(query: string, { of, roll }: Dice): string {
  const tokens = query.match(token) ?? [];
  const at = Math.floor(roll() * tokens.length);
  const here = tokens[at] ?? '';
  const changed = of([[], [here, here], [of(pool)], [of(pool), here], [here, of(pool)]]);
  return [...tokens.slice(0, at), ...changed, ...tokens.slice(at + 1)].join(' ');
}
