import type { Token } from './lexer.ts';
import { type Operand, operandOf } from './operands.ts';
import { type Quantity, unitFactor } from './units.ts';

/** Where in an expression one types: before a term, behind an operand, behind its operator, or behind a term. */
export type Place =
  | { readonly at: 'term' }
  | { readonly at: 'operator'; readonly operand: Operand }
  | { readonly at: 'value'; readonly operand: Operand }
  /** `quantity`: a bare number stands before, that may have a unit. */
  | { readonly at: 'joint'; readonly quantity: Quantity | null };

/** The place behind some tokens. Total: what makes no sense leaves the place as it was. */
export const placeAfter = (tokens: readonly Token[]): Place => tokens.reduce<Place>(afterToken, { at: 'term' });

const behindTerm: Place = { at: 'joint', quantity: null };

function afterToken(place: Place, token: Token): Place {
  switch (token.kind) {
    case 'and':
    case 'or':
    case 'open':
      return { at: 'term' };
    case 'close':
      return behindTerm;
    case 'not':
      return place.at === 'operator' ? place : { at: 'term' };
    case 'operator':
      return place.at === 'operator' ? { at: 'value', operand: place.operand } : place;
    default:
      return place.at === 'value' ? afterValue(place.operand, token.text) : afterWord(place, token.text);
  }
}

const afterValue = ({ takes }: Operand, text: string): Place => ({
  at: 'joint',
  quantity: takes.kind === 'number' && /^[\d.]+$/.test(text) ? takes.quantity : null,
});

/** A word is an operand, a little word that says nothing, the unit of a number, or a part of a name. */
function afterWord(place: Place, text: string): Place {
  if (place.at !== 'term') return place.at === 'joint' && isUnit(place.quantity, text) ? behindTerm : place;
  const operand = operandOf(text);
  if (operand) return operand.takes.kind === 'flag' ? behindTerm : { at: 'operator', operand };
  return /^(is|has)$/i.test(text) ? { at: 'term' } : behindTerm;
}

const isUnit = (quantity: Quantity | null, text: string): boolean => quantity !== null && unitFactor(quantity, text) !== null;
