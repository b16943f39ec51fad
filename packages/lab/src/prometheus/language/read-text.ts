import type { SyntaxNode } from '@lezer/common';
import { unquote } from './literals.ts';
import { parseError, partsOf, refuseNewer, written, type Text } from './syntax.ts';

/** The text behind a string literal. */
export function readText(node: SyntaxNode, text: Text): string {
  const value = unquote(written(node, text));
  if (value === undefined) throw parseError(text.query, node.from, 'unterminated string or unknown escape sequence');
  return value;
}

/** The names in `by (...)`, `on (...)` and their like. */
export function readLabels(node: SyntaxNode | undefined, text: Text): readonly string[] {
  if (!node) return [];
  return partsOf(node).map((label) => {
    if (label.name === 'LabelName') return written(label, text);
    refuseNewer(text, label, 'name in quotes');
    return readText(label, text);
  });
}
