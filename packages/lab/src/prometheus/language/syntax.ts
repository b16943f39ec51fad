import type { SyntaxNode } from '@lezer/common';
import { badData } from '../failure.ts';
import type { QueryFailure } from '../failure.ts';

/** The text being read, and how deep reading has gone into it. */
export interface Text {
  readonly query: string;
  depth: number;
}

/** Children that carry meaning: comments may stand anywhere. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.name !== 'LineComment') parts.push(child);
  return parts;
}

export const partOf = (node: SyntaxNode, name: string): SyntaxNode | undefined => partsOf(node).find((part) => part.name === name);

export const written = (node: SyntaxNode, { query }: Text): string => query.slice(node.from, node.to);

/** A parse error that says where, the way Prometheus does: `1:5: parse error: ...`. */
export function parseError(query: string, position: number, message: string): QueryFailure {
  const before = query.slice(0, position).split('\n');
  return badData(`${before.length}:${(before.at(-1)?.length ?? 0) + 1}: parse error: ${message}`);
}

/** A construct of the language that this engine does not evaluate. */
export const unsupported = (text: Text, node: SyntaxNode, construct: string): QueryFailure =>
  parseError(text.query, node.from, `${construct} is not supported here`);
