import {
  type Expression,
  type FindProblem,
  type FindSetting,
  findElements,
  labelsOf,
  nearestWord,
  needsOf,
  operandWords,
  parseFind,
  termsOf,
} from '@vigla/domain/find';
import type { TrafficGraph } from '@vigla/contract/graph';
import { type GraphPlace, showable, type Shown } from '../place/graph-place.ts';

/** What an expression came to. `meant`: the known word that a bare word without a hit looks like. */
export type Sought =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly ids: ReadonlySet<string>; readonly meant: string | null }
  | { readonly kind: 'wrong'; readonly problem: FindProblem };

/** Looks for what an expression marks. Total: whatever is typed is found, nothing, or wrong at a place. */
export function seek(graph: TrafficGraph, text: string, setting: FindSetting): Sought {
  const parsed = parseFind(text);
  if (parsed.kind === 'empty') return { kind: 'none' };
  if (parsed.kind === 'wrong') return parsed;
  const ids = findElements(graph, parsed.expression, setting);
  return { kind: 'found', ids, meant: ids.size === 0 ? meantBy(parsed.expression) : null };
}

const meantBy = (expression: Expression): string | null =>
  termsOf(expression)
    .flatMap((term) => (term.kind === 'word' ? (nearestWord(term.value, operandWords) ?? []) : []))
    .at(0) ?? null;

/** The labels of pods that the searches of a page ask for. */
export function labelsAsked({ find, hide }: Pick<GraphPlace, 'find' | 'hide'>): readonly string[] {
  const asked = [find, hide].flatMap((text) => {
    const parsed = parseFind(text);
    return parsed.kind === 'parsed' ? labelsOf(parsed.expression) : [];
  });
  return [...new Set(asked)].sort();
}

/** A page with a new expression, and what had to be switched on so that its answer can be seen. */
export interface Enabled {
  readonly place: GraphPlace;
  readonly switchedOn: readonly Shown[];
  /** It asks about differences, and nothing is compared. */
  readonly lacksComparison: boolean;
}

/** Puts an expression into a page; terms that need data switch on what shows it. */
export function withExpression(place: GraphPlace, field: 'find' | 'hide', text: string): Enabled {
  const parsed = parseFind(text);
  const needs: ReadonlySet<string> = new Set(parsed.kind === 'parsed' ? needsOf(parsed.expression) : []);
  const switchedOn = showable.filter((one) => needs.has(one) && !place.show.includes(one));
  const show = switchedOn.length === 0 ? place.show : showable.filter((one) => place.show.includes(one) || needs.has(one));
  return {
    place: { ...place, [field]: text, show },
    switchedOn,
    lacksComparison: needs.has('compare') && place.versusEpochSeconds === null,
  };
}
