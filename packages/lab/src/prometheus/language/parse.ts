import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { badData } from '../failure.ts';
import { checkExpression } from './check.ts';
import type { Expression } from './expression.ts';
import { readExpression } from './read.ts';
import { parseError, type LanguageVersion } from './syntax.ts';

const longestQuery = 200_000;

/** Reads and type-checks a query. Fails: bad_data with position and reason for anything that is not supported PromQL. */
export function parseQuery(query: string, version: LanguageVersion = 3): Expression {
  if (query.length > longestQuery) throw badData(`query is longer than ${longestQuery} characters`);
  if (query.trim() === '') throw badData('unknown position: parse error: no expression found in input');
  const tree = parser.parse(query);
  const wrong = firstError(tree.topNode);
  if (wrong) throw syntaxError(query, wrong);
  const expression = readExpression(tree.topNode, { query, version, depth: 0 });
  checkExpression(expression, query);
  return expression;
}

/** The grammar recovers from errors; any node that marks a recovery is one. */
function firstError(top: SyntaxNode): SyntaxNode | undefined {
  const cursor = top.cursor();
  do {
    if (cursor.type.isError) return cursor.node;
  } while (cursor.next());
  return undefined;
}

function syntaxError(query: string, wrong: SyntaxNode) {
  const before = wrong.prevSibling;
  const calls = before?.name === 'Identifier' && query[wrong.from] === '(';
  if (calls) return parseError(query, before.from, `unknown function with name "${query.slice(before.from, before.to)}"`);
  const rest = query.slice(wrong.from).trimStart();
  if (rest === '') return parseError(query, wrong.from, 'unexpected end of input');
  return parseError(query, wrong.from, `unexpected ${JSON.stringify(rest.slice(0, 20))}`);
}
