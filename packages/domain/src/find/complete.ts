import type { TrafficGraph } from '@vigla/contract/graph';
import { tokensOf } from './lexer.ts';
import { edgeFact } from './edge-facts.ts';
import { nodeFact } from './node-facts.ts';
import { type Operand, operands, standsAlone } from './operands.ts';
import { numberOperators, textOperators } from './operators.ts';
import { plainSetting, surroundingsOf } from './surroundings.ts';
import { type Place, placeAfter } from './typing-place.ts';
import { offeredUnits } from './units.ts';

export type OfferKind = 'operand' | 'operator' | 'value' | 'unit' | 'joint';

/** A word that could stand at the cursor. */
export interface Offer {
  readonly kind: OfferKind;
  readonly text: string;
}

/** What could stand at the cursor, and which part of the text it would replace. Units: characters. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly offers: readonly Offer[];
}

const mostOffers = 80;

/** What is asked most often comes first, the rest by the alphabet. */
const first = ['name', 'namespace', 'errors', 'rate', 'health', 'responsetime', 'app', 'version', 'label:', 'mtls'];
const rest = operands.map(({ name }) => name).filter((name) => !first.includes(name));
const operandsOffered: readonly string[] = [...first, ...rest.sort()];

/** Offers words for the place of the cursor: operands, operators, values of this graph, joints. Total. */
export function completeFind(graph: Pick<TrafficGraph, 'nodes' | 'edges' | 'namespaces'>, text: string, cursor: number): Completion {
  const before = text.slice(0, cursor);
  const tokens = tokensOf(before);
  const last = tokens.at(-1);
  const touches = last !== undefined && last.at + last.length === before.length;
  const begun = touches && (last.kind === 'word' || last.kind === 'and' || last.kind === 'or' || last.kind === 'not') && last.text !== '!';
  const typed = begun ? last.text.toLowerCase() : '';
  const from = begun ? last.at : before.length;
  const place = placeAfter(begun ? tokens.slice(0, -1) : tokens);
  const offers = offersAt(place, graph).filter(({ text: one }) => one.toLowerCase().startsWith(typed) && one.toLowerCase() !== typed);
  return { from, to: before.length, offers: offers.slice(0, mostOffers) };
}

function offersAt(place: Place, graph: Pick<TrafficGraph, 'nodes' | 'edges' | 'namespaces'>): readonly Offer[] {
  const offer =
    (kind: OfferKind) =>
    (text: string): Offer => ({ kind, text });
  if (place.at === 'term') return [...operandsOffered.map(offer('operand')), offer('joint')('not')];
  if (place.at === 'operator') {
    const alone = standsAlone(place.operand) ? ['and', 'or'].map(offer('joint')) : [];
    return [...(place.operand.takes.kind === 'number' ? numberOperators : textOperators).map(offer('operator')), ...alone];
  }
  if (place.at === 'value') return valuesOf(place.operand, graph).map(offer('value'));
  const units = place.quantity === null ? [] : offeredUnits[place.quantity].map(offer('unit'));
  return [...units, ...['and', 'or'].map(offer('joint'))];
}

/** The values that occur in this graph, or all there can be. */
function valuesOf(operand: Operand, graph: Pick<TrafficGraph, 'nodes' | 'edges' | 'namespaces'>): readonly string[] {
  if (operand.takes.kind === 'choice') return operand.takes.among;
  if (operand.takes.kind !== 'text') return [];
  const around = surroundingsOf(graph, plainSetting);
  const facts =
    operand.side === 'edge'
      ? graph.edges.map((edge) => edgeFact(edge, operand, around))
      : graph.nodes.map((node) => nodeFact(node, operand, around));
  const values = new Set(facts.flatMap((fact) => (fact === null || typeof fact === 'number' ? [] : fact)));
  return [...values]
    .filter((value) => value !== '')
    .sort()
    .map(quoted);
}

/** A value in quotes where it would not be read as one word. */
const quoted = (value: string): string => (tokensOf(value).length === 1 && tokensOf(value)[0]?.kind === 'word' ? value : `"${value}"`);
