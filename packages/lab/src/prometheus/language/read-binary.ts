import type { SyntaxNode } from '@lezer/common';
import type { Binary, Expression, Matching, Operator } from './expression.ts';
import { readLabels } from './read-text.ts';
import { parseError, partOf, partsOf, unsupported, written, type Text } from './syntax.ts';

type Read = (node: SyntaxNode, text: Text) => Expression;

const operators: ReadonlySet<string> = new Set('+ - * / % ^ atan2 == != > < >= <= and or unless'.split(' '));

/** `left operator [bool] [on|ignoring ...] right`. */
export function readBinary(node: SyntaxNode, text: Text, read: Read): Expression {
  const parts = partsOf(node);
  const [leftNode, operatorNode] = parts;
  const rightNode = parts.at(-1);
  if (!leftNode || !operatorNode || !rightNode) throw parseError(text.query, node.from, 'unexpected end of input');
  if (partOf(node, 'FillModifier')) throw unsupported(text, node, 'fill modifier');
  const operator = written(operatorNode, text).toLowerCase();
  if (!isOperator(operator)) throw unsupported(text, operatorNode, `operator "${operator}"`);
  const clause = partOf(node, 'MatchingModifierClause');
  const binary: Binary = {
    type: 'binary',
    from: node.from,
    operator,
    bool: partOf(node, 'BoolModifier') !== undefined,
    matching: clause ? readMatching(clause, text) : null,
    left: read(leftNode, text),
    right: read(rightNode, text),
  };
  return operator === '^' ? signOutside(binary, leftNode) : binary;
}

/** `-expression`, `+expression`. */
export function readSigned(node: SyntaxNode, text: Text, read: Read): Expression {
  const [operator, operand] = partsOf(node);
  if (!operator || !operand) throw parseError(text.query, node.from, 'unexpected end of input');
  return { type: 'sign', from: node.from, negative: written(operator, text) === '-', of: read(operand, text) };
}

const isOperator = (text: string): text is Operator => operators.has(text);

/** The grammar takes `-1` in `-1 ^ 2` as one number, but a power binds tighter than its sign. */
function signOutside(binary: Binary, leftNode: SyntaxNode): Expression {
  const { left } = binary;
  const isSigned = left.type === 'number' && leftNode.name === 'NumberDurationLiteral' && (left.value < 0 || Object.is(left.value, -0));
  if (!isSigned) return binary;
  return { type: 'sign', from: binary.from, negative: true, of: { ...binary, left: { ...left, value: -left.value } } };
}

function readMatching(clause: SyntaxNode, text: Text): Matching {
  const [labels, include] = clause.getChildren('GroupingLabels');
  const many = partOf(clause, 'GroupLeft') ? 'left' : partOf(clause, 'GroupRight') ? 'right' : 'none';
  return {
    on: partOf(clause, 'On') !== undefined,
    labels: readLabels(labels, text),
    many,
    include: readLabels(include, text),
  };
}
