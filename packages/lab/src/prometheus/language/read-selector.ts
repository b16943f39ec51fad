import type { SyntaxNode } from '@lezer/common';
import { matchAll, RegexFailure, type Matcher, type MatchOperator } from '../../series/index.ts';
import type { Selector } from './expression.ts';
import { readText } from './read-text.ts';
import { parseError, partOf, partsOf, refuseNewer, written, type Text } from './syntax.ts';

const operators: Readonly<Record<string, MatchOperator>> = { '=': '=', '!=': '!=', '=~': '=~', '!~': '!~' };

/** `name{label="value", ...}`. Fails: bad_data when a regex is not RE2 or every matcher would match nothing at all. */
export function readSelector(node: SyntaxNode, text: Text): Selector {
  const name = partOf(node, 'Identifier');
  const list = partOf(node, 'LabelMatchers');
  const matchers: Matcher[] = name ? [{ name: '__name__', operator: '=', value: written(name, text) }] : [];
  for (const part of list ? partsOf(list) : []) {
    const matcher = readMatcher(part, text);
    if (matcher.name === '__name__' && (name || part.name === 'QuotedLabelName') && matchers.some((other) => other.name === '__name__')) {
      throw parseError(text.query, node.from, `metric name must not be set twice: ${JSON.stringify(matcher.value)}`);
    }
    matchers.push(matcher);
  }
  if (matchers.every(matchesEmpty)) {
    throw parseError(text.query, node.from, 'vector selector must contain at least one non-empty matcher');
  }
  return { type: 'selector', from: node.from, matchers, offsetMs: 0, at: null };
}

function readMatcher(part: SyntaxNode, text: Text): Matcher {
  const [first, operatorNode, valueNode] = partsOf(part);
  const quotedName = part.name === 'QuotedLabelName';
  if (quotedName || first?.name !== 'LabelName') refuseNewer(text, part, 'name in quotes');
  if (quotedName || !first || !operatorNode || !valueNode) return { name: '__name__', operator: '=', value: readText(first ?? part, text) };
  const name = first.name === 'LabelName' ? written(first, text) : readText(partsOf(first)[0] ?? first, text);
  const operator = operators[written(operatorNode, text)];
  if (!operator) throw parseError(text.query, operatorNode.from, 'expected label matching operator');
  const matcher: Matcher = { name, operator, value: readText(valueNode, text) };
  refuseBadRegex(matcher, valueNode, text);
  return matcher;
}

function refuseBadRegex(matcher: Matcher, node: SyntaxNode, text: Text): void {
  try {
    matchAll([matcher]);
  } catch (error) {
    if (!(error instanceof RegexFailure)) throw error;
    throw parseError(text.query, node.from, `error parsing regexp: ${error.message}`);
  }
}

const matchesEmpty = (matcher: Matcher): boolean => matchAll([matcher])({});
