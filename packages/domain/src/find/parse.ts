import { type Expression, joined } from './expression.ts';
import { type Token, tokensOf } from './lexer.ts';
import { type Operand, operandOf, standsAlone } from './operands.ts';
import type { FindProblem } from './problem.ts';
import { Reader } from './reader.ts';
import { readValue } from './value.ts';

/** The longest expression that is read. Units: characters. */
export const longestExpression = 500;

/** An expression, nothing at all, or the first place that cannot be understood. */
export type Parsed =
  | { readonly kind: 'empty' }
  | { readonly kind: 'parsed'; readonly expression: Expression }
  | { readonly kind: 'wrong'; readonly problem: FindProblem };

/**
 * Reads an expression: `a and not (b or c)`. "and" binds closer than "or", "not" closest; "is" and "has" before a term
 * say nothing; words that stand side by side without a sign are parts of a name. Total: never throws.
 */
export function parseFind(text: string): Parsed {
  if (text.length > longestExpression) {
    const rest = { at: longestExpression, length: text.length - longestExpression, word: '' };
    return { kind: 'wrong', problem: { kind: 'too_long', ...rest, expected: [String(longestExpression)], nearest: null } };
  }
  const reader = new Reader(tokensOf(text), text.length);
  if (reader.isAtEnd) return { kind: 'empty' };
  const expression = readAny(reader);
  if (!reader.problem && !reader.isAtEnd) strayEnd(reader);
  return expression === null || reader.problem
    ? { kind: 'wrong', problem: reader.problem ?? reader.refusal('term_expected') }
    : { kind: 'parsed', expression };
}

function strayEnd(reader: Reader): void {
  if (reader.next?.kind === 'close') reader.refuse('parenthesis_stray');
  else reader.refuse('joint_expected', ['and', 'or']);
}

function readAny(reader: Reader): Expression | null {
  return readJoined(reader, 'any', 'or', (inner) => readJoined(inner, 'all', 'and', readNot));
}

function readJoined(
  reader: Reader,
  kind: 'all' | 'any',
  joint: 'and' | 'or',
  readPart: (reader: Reader) => Expression | null,
): Expression | null {
  const parts: Expression[] = [];
  do {
    const part = readPart(reader);
    if (part === null) return null;
    parts.push(part);
  } while (reader.takes(joint));
  return joined(kind, parts);
}

function readNot(reader: Reader): Expression | null {
  skipFillers(reader);
  if (!reader.takes('not')) return readTerm(reader);
  const part = readNot(reader);
  return part && { kind: 'not', part };
}

const fillers: ReadonlySet<string> = new Set(['is', 'has']);

/** "is healthy", "has cb": the little word says nothing, unless it stands alone or is asked something itself. */
function skipFillers(reader: Reader): void {
  while (isFiller(reader.next) && reader.after && reader.after.kind !== 'operator' && reader.after.kind !== 'close') reader.take();
}

const isFiller = (token: Token | null): boolean => token?.kind === 'word' && !token.quoted && fillers.has(token.text.toLowerCase());

function readTerm(reader: Reader): Expression | null {
  const token = reader.next;
  if (token?.kind === 'open') return readParenthesis(reader, token);
  if (token?.kind !== 'word') return reader.refuse('term_expected');
  if (token.open) return reader.refuse('quote_open');
  reader.take();
  const operand = token.quoted ? null : operandOf(token.text);
  if (operand === null) return readWords(reader, token);
  const next = reader.next;
  const negatesSpoken = next?.kind === 'not' && reader.after?.kind === 'operator';
  if (next?.kind === 'operator' || negatesSpoken) return readComparison(reader, operand);
  if (standsAlone(operand)) return { kind: 'term', term: { kind: 'flag', operand } };
  return reader.refuse('operator_expected', operatorsFor(operand));
}

const operatorsFor = ({ takes }: Operand): readonly string[] => (takes.kind === 'number' ? ['=', '!=', '>', '<'] : ['=', '!=', 'contains']);

function readParenthesis(reader: Reader, opened: Token): Expression | null {
  reader.take();
  const inner = readAny(reader);
  if (inner === null) return null;
  if (reader.takes('close')) return inner;
  if (reader.isAtEnd) return reader.refuseAt('parenthesis_open', opened, [')']);
  return reader.refuse('joint_expected', ['and', 'or', ')']);
}

/** Words without a sign are parts of a name: "payments v2". A word that is asked something must be known. */
function readWords(reader: Reader, first: Extract<Token, { kind: 'word' }>): Expression | null {
  const parts: Expression[] = [];
  let token: Token | null = first;
  while (token?.kind === 'word') {
    if (token.open) return reader.refuse('quote_open');
    const follows = token === first ? reader.next : reader.after;
    if (follows?.kind === 'operator') return token === first ? reader.unknown(first) : reader.refuse('joint_expected', ['and', 'or']);
    if (token !== first && !token.quoted && operandOf(token.text)) return reader.refuse('joint_expected', ['and', 'or']);
    if (token !== first) reader.take();
    parts.push({ kind: 'term', term: { kind: 'word', value: token.text } });
    token = reader.next;
  }
  return joined('all', parts);
}

function readComparison(reader: Reader, operand: Operand): Expression | null {
  const spokenNot = reader.takes('not');
  const sign = reader.next;
  if (sign?.kind !== 'operator') return reader.refuse('operator_expected', operatorsFor(operand));
  reader.take();
  const negated = sign.operator.negated !== spokenNot;
  const term = readValue(reader, operand, sign);
  if (term === null) return null;
  const part: Expression = { kind: 'term', term };
  return negated ? { kind: 'not', part } : part;
}
