import type { Term } from './expression.ts';
import type { Token } from './lexer.ts';
import type { Operand } from './operands.ts';
import { type Comparison, numberOperators, textOperators } from './operators.ts';
import type { Reader } from './reader.ts';
import { offeredUnits, type Quantity, readNumber, unitFactor } from './units.ts';

type Sign = Extract<Token, { kind: 'operator' }>;

/** Reads what an operand is compared with, and checks that the three fit each other. Null: the reader knows why not. */
export function readValue(reader: Reader, operand: Operand, sign: Sign): Term | null {
  const { takes } = operand;
  if (takes.kind === 'flag') return reader.refuseAt('joint_expected', sign, ['and', 'or']);
  const token = reader.next;
  if (token?.kind !== 'word') return reader.refuse('value_expected', takes.kind === 'choice' ? takes.among : []);
  if (token.open) return reader.refuse('quote_open');
  const { comparison } = sign.operator;
  if (comparison === '=' && token.text.toLowerCase() === 'nan') {
    reader.take();
    return { kind: 'absent', operand };
  }
  if (takes.kind === 'number') return readAmount(reader, operand, sign, takes.quantity);
  if (isOfNumbers(comparison)) return reader.refuseAt('operator_unfit', sign, textOperators);
  if (takes.kind === 'choice' && comparison === '=' && !takes.among.includes(token.text.toLowerCase()))
    return reader.refuse('value_unknown', takes.among);
  reader.take();
  return { kind: 'text', operand, comparison, value: token.text };
}

/** A number with its unit, written together or apart: `1MB`, `1 MB`, `5 %`. */
function readAmount(reader: Reader, operand: Operand, sign: Sign, quantity: Quantity): Term | null {
  const { comparison } = sign.operator;
  if (isOfText(comparison)) return reader.refuseAt('operator_unfit', sign, numberOperators);
  const token = reader.next;
  const read = token && readNumber(token.text);
  if (!read) return reader.refuse('number_expected');
  const apart = read.unit === '' ? unitAfter(reader) : null;
  const factor = factorOf(quantity, apart?.text ?? read.unit);
  if (factor === null) return reader.refuseAt('unit_unknown', apart ?? token, offeredUnits[quantity]);
  const value = read.value * factor;
  if (operand.name.startsWith('rank') && (value < 1 || value > 100)) return reader.refuse('out_of_range', ['1', '100']);
  reader.take();
  if (apart) reader.take();
  return { kind: 'number', operand, comparison, value };
}

const isOfText = (comparison: Comparison): boolean => comparison === 'contains' || comparison === 'startswith' || comparison === 'endswith';

const isOfNumbers = (comparison: Comparison): boolean => comparison !== '=' && !isOfText(comparison);

const factorOf = (quantity: Quantity, unit: string): number | null => (unit === '' ? 1 : unitFactor(quantity, unit));

/** A word behind a number is its unit where it is one of any quantity; else it is something else. */
function unitAfter({ after }: Reader): Token | null {
  const known = after?.kind === 'word' && !after.quoted && quantities.some((one) => unitFactor(one, after.text) !== null);
  return known ? after : null;
}

const quantities: readonly Quantity[] = ['rate', 'bytes', 'time', 'percent', 'age', 'count'];
