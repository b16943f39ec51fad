import type { Cursor } from './cursor.ts';
import { RegexFailure } from './regex-failure.ts';

const controls: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The character an escape stands for; the backslash is already read. Fails: RegexFailure for `\1`, `\Z` and other foreign escapes. */
export function readEscapedLiteral(cursor: Cursor): string {
  const letter = cursor.next();
  if (Object.hasOwn(controls, letter)) return controls[letter] ?? '';
  if (letter === 'x') return hexadecimal(cursor);
  if (letter >= '0' && letter <= '7') return octal(cursor, letter);
  const isPlain = /^[A-Za-z0-9]$/.test(letter) || (letter.codePointAt(0) ?? 0) > 127;
  if (isPlain) throw new RegexFailure(`invalid escape sequence: \`\\${letter}\``);
  return letter;
}

function hexadecimal(cursor: Cursor): string {
  const digits = cursor.take('{') ? cursor.until('}') : cursor.next() + cursor.next();
  const codePoint = /^[0-9A-Fa-f]{1,8}$/.test(digits) ? Number.parseInt(digits, 16) : Infinity;
  if (codePoint > 0x10ffff) throw new RegexFailure(`invalid escape sequence: \`\\x${digits}\``);
  return String.fromCodePoint(codePoint);
}

/** `\0`, `\012`, `\123`; a single digit other than zero would be a back reference, which RE2 does not have. */
function octal(cursor: Cursor, first: string): string {
  const digits = /^[0-7]{0,2}/.exec(cursor.text.slice(cursor.position, cursor.position + 2))?.[0] ?? '';
  if (first !== '0' && digits === '') throw new RegexFailure(`invalid escape sequence: \`\\${first}\``);
  cursor.position += digits.length;
  return String.fromCodePoint(Number.parseInt(first + digits, 8));
}
