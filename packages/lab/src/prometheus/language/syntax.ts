import type { SyntaxNode } from '@lezer/common';
import { badData } from '../failure.ts';
import type { QueryFailure } from '../failure.ts';

/** The major version of Prometheus whose language is read: the third takes numbers for durations and back, and names in quotes. */
export type LanguageVersion = 2 | 3;

/** The text being read, and how deep reading has gone into it. */
export interface Text {
  readonly query: string;
  readonly version: LanguageVersion;
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

/** Refuses what the second version does not know yet. Fails: bad_data there. */
export function refuseNewer(text: Text, node: SyntaxNode, construct: string): void {
  if (text.version < 3) throw parseError(text.query, node.from, `unexpected ${construct}`);
}

/** A construct of the language that this engine does not evaluate. */
export const unsupported = (text: Text, node: SyntaxNode, construct: string): QueryFailure =>
  parseError(text.query, node.from, `${construct} is not supported here`);
