import { type Operator, signs, spoken } from './operators.ts';

interface Placed {
  /** Units: characters from the beginning of the text. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** A word, an operator, a parenthesis or a joint of an expression. `open`: a quote that nobody closed. */
export type Token = Placed &
  (
    | { readonly kind: 'word'; readonly quoted: boolean; readonly open: boolean }
    | { readonly kind: 'operator'; readonly operator: Operator }
    | { readonly kind: 'open' | 'close' | 'not' | 'and' | 'or' }
  );

const space = /\s/;
/** What ends a word; within one, a sign that is no operator is a letter like any other. */
const ends = /[\s()"'<>=]|[*^$!]+=/;
const joints: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['and', 'and'],
  ['&&', 'and'],
  ['or', 'or'],
  ['||', 'or'],
  ['not', 'not'],
]);

/** Cuts a text into what it is made of. Total: whatever cannot be anything else is a word. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (space.test(text.charAt(at))) {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.length;
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const first = text.charAt(at);
  if (first === '(' || first === ')') return { kind: first === '(' ? 'open' : 'close', at, length: 1, text: first };
  if (first === '"' || first === "'") return quoted(text, at, first);
  const sign = signs.find(([written]) => text.startsWith(written, at));
  if (sign) return { kind: 'operator', operator: sign[1], at, length: sign[0].length, text: sign[0] };
  if (first === '!') return negation(text, at);
  const word = wordAt(text, at);
  const joint = joints.get(word.toLowerCase());
  if (joint) return { kind: joint, at, length: word.length, text: word };
  const comparison = spoken.get(word.toLowerCase());
  if (comparison) return { kind: 'operator', operator: { comparison, negated: false }, at, length: word.length, text: word };
  return { kind: 'word', quoted: false, open: false, at, length: word.length, text: word };
}

/** `!contains` is an operator, `!healthy` the opposite of healthy. */
function negation(text: string, at: number): Token {
  const word = wordAt(text, at + 1);
  const comparison = spoken.get(word.toLowerCase());
  if (!comparison) return { kind: 'not', at, length: 1, text: '!' };
  return { kind: 'operator', operator: { comparison, negated: true }, at, length: word.length + 1, text: `!${word}` };
}

function quoted(text: string, at: number, quote: string): Token {
  const end = text.indexOf(quote, at + 1);
  const until = end < 0 ? text.length : end;
  return { kind: 'word', quoted: true, open: end < 0, at, length: (end < 0 ? until : until + 1) - at, text: text.slice(at + 1, until) };
}

function wordAt(text: string, at: number): string {
  const rest = text.slice(at);
  const end = ends.exec(rest.slice(1));
  return end ? rest.slice(0, end.index + 1) : rest;
}
