import { charClass, not } from './char-class.ts';
import { Cursor } from './cursor.ts';
import { readClass, readEscapedClass } from './parse-class.ts';
import { readEscapedLiteral } from './parse-escape.ts';
import { RegexFailure } from './regex-failure.ts';
import type { Regex } from './regex-tree.ts';

/** How letters and dots are read at this point of the pattern: `(?i)`, `(?m)`, `(?s)`, `(?U)`. */
interface Flags {
  readonly fold: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
  readonly lazy: boolean;
}

interface Reading {
  readonly cursor: Cursor;
  readonly names: string[];
  captures: number;
  flags: Flags;
  depth: number;
}

/** A parsed pattern; `names[i]` is the name of capture i, empty when it has none. */
export interface ParsedRegex {
  readonly regex: Regex;
  readonly names: readonly string[];
}

const deepest = 200;
const mostRepeats = 1_000;

/**
 * Reads RE2 syntax. What RE2 lacks (lookaround, back references, possessive repeats) is refused, not approximated.
 * Fails: RegexFailure with the offending text.
 */
export function parseRegex(pattern: string, dotAll: boolean): ParsedRegex {
  const flags: Flags = { fold: false, lines: false, dotAll, lazy: false };
  const reading: Reading = { cursor: new Cursor(pattern), names: [''], captures: 0, flags, depth: 0 };
  const regex = readChoice(reading);
  if (!reading.cursor.done) throw new RegexFailure(`unexpected ): \`${pattern}\``);
  return { regex, names: reading.names };
}

function readChoice(reading: Reading): Regex {
  if (++reading.depth > deepest) throw new RegexFailure('expression nests too deeply');
  const parts = [readSequence(reading)];
  while (reading.cursor.take('|')) parts.push(readSequence(reading));
  reading.depth -= 1;
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts };
}

function readSequence(reading: Reading): Regex {
  const { cursor } = reading;
  const parts: Regex[] = [];
  while (!cursor.done && !cursor.at('|') && !cursor.at(')')) {
    if (cursor.take('\\Q')) {
      const quoted = Array.from(cursor.until('\\E'), (character) => literal(character, reading.flags));
      const last = quoted.pop();
      parts.push(...quoted, ...(last ? [readRepeats(last, reading)] : []));
      continue;
    }
    const part = readAtom(reading);
    if (part) parts.push(readRepeats(part, reading));
  }
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'sequence', parts };
}

/** One thing a repeat may follow; undefined when it only changed the flags. */
function readAtom(reading: Reading): Regex | undefined {
  const { cursor, flags } = reading;
  if (cursor.take('(')) return readGroup(reading);
  if (cursor.take('[')) return { kind: 'class', has: readClass(cursor, flags.fold) };
  if (cursor.take('.')) return { kind: 'class', has: flags.dotAll ? () => true : not(charClass([[10, 10]], false)) };
  if (cursor.take('^')) return { kind: 'place', place: flags.lines ? 'line-begin' : 'begin' };
  if (cursor.take('$')) return { kind: 'place', place: flags.lines ? 'line-end' : 'end' };
  if (cursor.at('*') || cursor.at('+') || cursor.at('?')) {
    throw new RegexFailure(`missing argument to repetition operator: \`${cursor.next()}\``);
  }
  if (cursor.take('\\')) return readEscape(reading);
  return literal(cursor.next(), flags);
}

const places: Readonly<Record<string, Regex>> = {
  A: { kind: 'place', place: 'begin' },
  z: { kind: 'place', place: 'end' },
  b: { kind: 'place', place: 'word-edge' },
  B: { kind: 'place', place: 'word-inside' },
};

function readEscape({ cursor, flags }: Reading): Regex {
  const letter = cursor.peek();
  const place = Object.hasOwn(places, letter) ? places[letter] : undefined;
  if (place) {
    cursor.next();
    return place;
  }
  const has = readEscapedClass(cursor, flags.fold);
  return has ? { kind: 'class', has } : literal(readEscapedLiteral(cursor), flags);
}

function literal(character: string, flags: Flags): Regex {
  const codePoint = character.codePointAt(0) ?? 0;
  const hasCase = character.toLowerCase() !== character.toUpperCase();
  return flags.fold && hasCase ? { kind: 'class', has: charClass([[codePoint, codePoint]], true) } : { kind: 'literal', codePoint };
}

function readGroup(reading: Reading): Regex | undefined {
  const { cursor } = reading;
  const outside = reading.flags;
  const looksBehind = cursor.at('?<=') || cursor.at('?<!');
  if (!looksBehind && (cursor.take('?P<') || cursor.take('?<'))) {
    return closeGroup(reading, outside, captureNamed(reading, cursor.until('>')));
  }
  if (!cursor.take('?')) return closeGroup(reading, outside, captureNamed(reading, ''));
  const opener = cursor.text.slice(cursor.position - 2);
  reading.flags = readFlags(cursor, outside, opener);
  if (cursor.take(')')) return undefined;
  if (!cursor.take(':')) throw new RegexFailure(`invalid or unsupported Perl syntax: \`${opener.slice(0, 4)}\``);
  return closeGroup(reading, outside, undefined);
}

function captureNamed(reading: Reading, name: string): number {
  const bad = name !== '' && !/^\w+$/.test(name);
  if (bad || (name !== '' && reading.names.includes(name))) throw new RegexFailure(`invalid or repeated capture group name: \`${name}\``);
  reading.names.push(name);
  return ++reading.captures;
}

function closeGroup(reading: Reading, outside: Flags, index: number | undefined): Regex {
  const part = readChoice(reading);
  if (!reading.cursor.take(')')) throw new RegexFailure(`missing closing ): \`${reading.cursor.text}\``);
  reading.flags = outside;
  return index === undefined ? part : { kind: 'capture', index, part };
}

function readFlags(cursor: Cursor, before: Flags, opener: string): Flags {
  const letters = { i: 'fold', m: 'lines', s: 'dotAll', U: 'lazy' } as const;
  let flags = before;
  let on = true;
  while (!cursor.at(')') && !cursor.at(':')) {
    const letter = cursor.done ? '' : cursor.next();
    if (letter === '-' && on) on = false;
    else if (letter === 'i' || letter === 'm' || letter === 's' || letter === 'U') flags = { ...flags, [letters[letter]]: on };
    else throw new RegexFailure(`invalid or unsupported Perl syntax: \`${opener.slice(0, 3)}\``);
  }
  return flags;
}

function readRepeats(first: Regex, reading: Reading): Regex {
  const { cursor, flags } = reading;
  const start = cursor.position;
  const range = readRange(cursor);
  if (!range) return first;
  const greedy = cursor.take('?') ? flags.lazy : !flags.lazy;
  const written = cursor.text.slice(start, cursor.position);
  if (range.min > mostRepeats || (range.max !== Infinity && (range.max > mostRepeats || range.max < range.min))) {
    throw new RegexFailure(`invalid repeat count: \`${written}\``);
  }
  const again = cursor.position;
  if (readRange(cursor)) throw new RegexFailure(`invalid nested repetition operator: \`${cursor.text.slice(start, cursor.position)}\``);
  cursor.position = again;
  return { kind: 'repeat', part: first, ...range, greedy };
}

/** `*`, `+`, `?`, `{n}`, `{n,}` or `{n,m}`; a brace that is none of these is itself a character. */
function readRange(cursor: Cursor): { readonly min: number; readonly max: number } | undefined {
  if (cursor.take('*')) return { min: 0, max: Infinity };
  if (cursor.take('+')) return { min: 1, max: Infinity };
  if (cursor.take('?')) return { min: 0, max: 1 };
  const braces = /^\{(\d+)(,?)(\d*)\}/.exec(cursor.text.slice(cursor.position, cursor.position + 30));
  if (!braces) return undefined;
  cursor.position += braces[0].length;
  const min = Number(braces[1]);
  const max = braces[2] === '' ? min : braces[3] === '' ? Infinity : Number(braces[3]);
  return { min, max };
}
