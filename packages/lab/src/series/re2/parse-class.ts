import { anyOf, charClass, not, perlClass, posixClass, unicodeClass, type CharClass, type CharRange } from './char-class.ts';
import type { Cursor } from './cursor.ts';
import { readEscapedLiteral } from './parse-escape.ts';
import { RegexFailure } from './regex-failure.ts';

/** `\d`, `\pL`, `\p{Greek}` and their opposites, the backslash already read; undefined when it is another escape. */
export function readEscapedClass(cursor: Cursor, fold: boolean): CharClass | undefined {
  const letter = cursor.peek();
  const perl = perlClass(letter, fold);
  if (perl) {
    cursor.next();
    return perl;
  }
  if (letter !== 'p' && letter !== 'P') return undefined;
  cursor.next();
  const name = cursor.take('{') ? cursor.until('}') : cursor.next();
  const found = unicodeClass(name, letter === 'P');
  if (!found) throw new RegexFailure(`invalid character class range: \`\\${letter}{${name}}\``);
  return found;
}

/** A bracketed class, its `[` already read. */
export function readClass(cursor: Cursor, fold: boolean): CharClass {
  const opener = cursor.position - 1;
  const negated = cursor.take('^');
  const classes: CharClass[] = [];
  const ranges: CharRange[] = [];
  let first = true;
  while (first || !cursor.at(']')) {
    if (cursor.done) throw new RegexFailure(`missing closing ]: \`${cursor.text.slice(opener)}\``);
    first = false;
    const named = readNamed(cursor, fold);
    if (named) classes.push(named);
    else ranges.push(readRange(cursor));
  }
  cursor.take(']');
  const all = anyOf([...classes, charClass(ranges, fold)]);
  return negated ? not(all) : all;
}

function readNamed(cursor: Cursor, fold: boolean): CharClass | undefined {
  if (cursor.at('[:') && cursor.text.includes(':]', cursor.position + 2)) {
    cursor.take('[:');
    const name = cursor.until(':]');
    const found = posixClass(name, fold);
    if (!found) throw new RegexFailure(`invalid character class range: \`[:${name}:]\``);
    return found;
  }
  if (!cursor.at('\\')) return undefined;
  const before = cursor.position;
  cursor.take('\\');
  const found = readEscapedClass(cursor, fold);
  if (!found) cursor.position = before;
  return found;
}

function readRange(cursor: Cursor): CharRange {
  const start = cursor.position;
  const from = readMember(cursor);
  if (!cursor.at('-') || cursor.at('-]')) return [from, from];
  cursor.take('-');
  const to = readMember(cursor);
  if (to < from) throw new RegexFailure(`invalid character class range: \`${cursor.text.slice(start, cursor.position)}\``);
  return [from, to];
}

const readMember = (cursor: Cursor): number => (cursor.take('\\') ? readEscapedLiteral(cursor) : cursor.next()).codePointAt(0) ?? 0;
