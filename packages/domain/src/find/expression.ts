import type { Need, Operand, Side } from './operands.ts';
import { labelOf } from './operands.ts';
import type { Comparison } from './operators.ts';

/** One question about one element. `absent`: nothing was measured. `word`: a part of a name or of a namespace. */
export type Term =
  | { readonly kind: 'number'; readonly operand: Operand; readonly comparison: Comparison; readonly value: number }
  | { readonly kind: 'text'; readonly operand: Operand; readonly comparison: Comparison; readonly value: string }
  | { readonly kind: 'absent' | 'flag'; readonly operand: Operand }
  | { readonly kind: 'word'; readonly value: string };

/** What was typed, understood. */
export type Expression =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  | { readonly kind: 'term'; readonly term: Term };

/** Joins parts; a single one stays itself. */
export const joined = (kind: 'all' | 'any', parts: readonly Expression[]): Expression => {
  const [first] = parts;
  return first && parts.length === 1 ? first : { kind, parts };
};

/** All terms of an expression, in their order. */
export function termsOf(expression: Expression): readonly Term[] {
  if (expression.kind === 'term') return [expression.term];
  return expression.kind === 'not' ? termsOf(expression.part) : expression.parts.flatMap(termsOf);
}

/** What a term is about. A bare word is looked for in the names of nodes. */
export const sideOf = (term: Term): Side => (term.kind === 'word' ? 'node' : term.operand.side);

/** What must be shown so that the answer can be seen; each once. */
export function needsOf(expression: Expression): readonly Need[] {
  return [...new Set(termsOf(expression).flatMap((term) => (term.kind === 'word' ? [] : term.operand.needs)))];
}

/** The labels of pods that the answer must carry; each once. */
export function labelsOf(expression: Expression): readonly string[] {
  return [...new Set(termsOf(expression).flatMap((term) => (term.kind === 'word' ? [] : (labelOf(term.operand) ?? []))))];
}
