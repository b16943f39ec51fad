import type { SyntaxNode } from '@lezer/common';
import type { Aggregation, Call, Expression } from './expression.ts';
import { durationMs, numberOf } from './literals.ts';
import { readBinary, readSigned } from './read-binary.ts';
import { readSelector } from './read-selector.ts';
import { readLabels, readText } from './read-text.ts';
import { readModified, readRange } from './read-time.ts';
import { aggregations, signatures } from './signatures.ts';
import { parseError, partOf, partsOf, refuseNewer, unsupported, written, type Text } from './syntax.ts';

const deepest = 1_000;

/** How the grammar's nodes become expressions. What is not listed is refused by name. */
const readers: Readonly<Record<string, (node: SyntaxNode, text: Text) => Expression>> = {
  PromQL: readInner,
  ParenExpr: readInner,
  NumberDurationLiteral: readNumber,
  StringLiteral: (node, text) => ({ type: 'string', from: node.from, value: readText(node, text) }),
  VectorSelector: readSelector,
  MatrixSelector: (node, text) => readRange(node, text, readExpression),
  SubqueryExpr: (node, text) => readModified(node, text, readExpression),
  OffsetExpr: (node, text) => readModified(node, text, readExpression),
  StepInvariantExpr: (node, text) => readModified(node, text, readExpression),
  UnaryExpr: (node, text) => readSigned(node, text, readExpression),
  BinaryExpr: (node, text) => readBinary(node, text, readExpression),
  AggregateExpr: readAggregation,
  FunctionCall: readCall,
};

/** One expression node. Fails: bad_data naming the construct. */
export function readExpression(node: SyntaxNode, text: Text): Expression {
  const reader = Object.hasOwn(readers, node.name) ? readers[node.name] : undefined;
  if (!reader) throw unsupported(text, node, node.name.replace(/Expr$/, '').toLowerCase());
  if (++text.depth > deepest) throw parseError(text.query, node.from, 'expression nests too deeply');
  const expression = reader(node, text);
  text.depth -= 1;
  return expression;
}

function readInner(node: SyntaxNode, text: Text): Expression {
  const [inner] = partsOf(node);
  if (!inner) throw parseError(text.query, node.from, 'no expression found in input');
  return readExpression(inner, text);
}

function readNumber(node: SyntaxNode, text: Text): Expression {
  const value = numberOf(written(node, text));
  if (value === undefined) throw parseError(text.query, node.from, `bad number or duration syntax: ${written(node, text)}`);
  if (durationMs(written(node, text)) !== undefined) refuseNewer(text, node, 'a duration in place of a number');
  return { type: 'number', from: node.from, value };
}

function readAggregation(node: SyntaxNode, text: Text): Aggregation {
  const operator = written(partsOf(node)[0] ?? node, text).toLowerCase();
  if (!aggregations.has(operator)) throw unsupported(text, node, `aggregation "${operator}"`);
  const modifier = partOf(node, 'AggregateModifier');
  const args = readArguments(node, text);
  const takesParameter = aggregations.get(operator) !== null;
  const expected = takesParameter ? 2 : 1;
  const of = args.at(-1);
  if (!of) throw parseError(text.query, node.from, 'no arguments for aggregate expression provided');
  if (args.length !== expected) {
    const message = `wrong number of arguments for aggregate expression provided, expected ${expected}, got ${args.length}`;
    throw parseError(text.query, node.from, message);
  }
  return {
    type: 'aggregation',
    from: node.from,
    operator,
    by: !(modifier && partOf(modifier, 'Without')),
    labels: modifier ? readLabels(partOf(modifier, 'GroupingLabels'), text) : [],
    parameter: takesParameter ? (args[0] ?? null) : null,
    of,
  };
}

function readCall(node: SyntaxNode, text: Text): Call {
  const name = written(partsOf(node)[0] ?? node, text);
  if (!signatures.has(name)) throw unsupported(text, node, `function "${name}"`);
  return { type: 'call', from: node.from, name, args: readArguments(node, text) };
}

function readArguments(node: SyntaxNode, text: Text): readonly Expression[] {
  const body = partOf(node, 'FunctionCallBody');
  return body ? partsOf(body).map((argument) => readExpression(argument, text)) : [];
}
