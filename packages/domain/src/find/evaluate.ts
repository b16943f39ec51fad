import { edgeFact, edgeFlag } from './edge-facts.ts';
import { type Expression, sideOf, type Term } from './expression.ts';
import { type Fact, nodeFact } from './node-facts.ts';
import { nodeFlag } from './node-flags.ts';
import { type Comparison, compareNumbers, compareTexts } from './operators.ts';
import type { Element, Surroundings } from './surroundings.ts';

/** True, false, or null: what was not measured fits neither a comparison nor its opposite. */
type Verdict = boolean | null;

/**
 * Whether an expression marks an element.
 *
 * Of "a or b", each marks its own. Of "a and b", calls are marked as soon as one term is about calls; nodes where every
 * term is about nodes, or one is about nodes alone. A term about nodes holds for a call when it holds for one of its
 * ends; a term about calls holds for a node when it holds for one of its calls.
 */
export function marks(expression: Expression, element: Element, around: Surroundings): boolean {
  if (expression.kind === 'any') return expression.parts.some((part) => marks(part, element, around));
  return subjectsOf(expression)[element.is] && holds(expression, element, around) === true;
}

interface Subjects {
  readonly node: boolean;
  readonly edge: boolean;
}

/** Which elements an expression is about. */
function subjectsOf(expression: Expression): Subjects {
  switch (expression.kind) {
    case 'term': {
      const side = sideOf(expression.term);
      return { node: side !== 'edge', edge: side !== 'node' };
    }
    case 'not':
      return subjectsOf(expression.part);
    case 'any': {
      const parts = expression.parts.map(subjectsOf);
      return { node: parts.some(({ node }) => node), edge: parts.some(({ edge }) => edge) };
    }
    default: {
      const parts = expression.parts.map(subjectsOf);
      return { node: parts.every(({ node }) => node) || parts.some(({ edge }) => !edge), edge: parts.some(({ edge }) => edge) };
    }
  }
}

function holds(expression: Expression, element: Element, around: Surroundings): Verdict {
  switch (expression.kind) {
    case 'term':
      return sideOf(expression.term) === 'both' || sideOf(expression.term) === element.is
        ? holdsHere(expression.term, element, around)
        : holdsNearby(expression.term, element, around);
    case 'not':
      return opposite(holds(expression.part, element, around));
    case 'any':
      return anyOf(expression.parts, (part) => holds(part, element, around));
    default:
      return opposite(anyOf(expression.parts, (part) => opposite(holds(part, element, around))));
  }
}

const opposite = (verdict: Verdict): Verdict => (verdict === null ? null : !verdict);

/** True where one is; null where none is and one is not known. */
function anyOf<T>(items: readonly T[], verdict: (item: T) => Verdict): Verdict {
  let answer: Verdict = false;
  for (const item of items) {
    const one = verdict(item);
    if (one === true) return true;
    if (one === null) answer = null;
  }
  return answer;
}

/** A term about the other kind of element: of a call's ends, or of a node's calls. */
function holdsNearby(term: Term, element: Element, around: Surroundings): Verdict {
  if (element.is === 'node') {
    return anyOf(around.calls.of(element.node.id), (edge) => holdsHere(term, { is: 'edge', edge }, around));
  }
  const ends = [element.edge.from, element.edge.to].flatMap((id) => around.nodes.get(id) ?? []);
  return anyOf(ends, (node) => holdsHere(term, { is: 'node', node }, around));
}

function holdsHere(term: Term, element: Element, around: Surroundings): Verdict {
  if (term.kind === 'word') return holdsWord(term.value, element);
  const fact = (): Fact =>
    element.is === 'node' ? nodeFact(element.node, term.operand, around) : edgeFact(element.edge, term.operand, around);
  switch (term.kind) {
    case 'flag':
      return term.operand.name.startsWith('label:') ? !isAbsent(fact()) : flagOf(term.operand.name, element, around);
    case 'absent':
      return isAbsent(fact());
    case 'number':
      return compare(fact(), term.comparison, term.value);
    default:
      return holdsText(fact(), term.comparison, term.value);
  }
}

const flagOf = (name: string, element: Element, around: Surroundings): Verdict =>
  element.is === 'node' ? nodeFlag(element.node, name, around) : edgeFlag(element.edge, name);

const isAbsent = (fact: Fact): boolean => fact === null || (typeof fact !== 'number' && fact.length === 0);

const compare = (fact: Fact, comparison: Comparison, asked: number): Verdict =>
  typeof fact === 'number' ? compareNumbers(fact, comparison, asked) : null;

/** No name is a fact too: what has no version is not of version v1. */
const holdsText = (fact: Fact, comparison: Comparison, asked: string): Verdict =>
  fact !== null && typeof fact !== 'number' && fact.some((one) => compareTexts(one, comparison, asked));

function holdsWord(word: string, element: Element): boolean {
  if (element.is === 'edge') return false;
  const { name, app, version, namespace, hosts } = element.node;
  return [name, app, version, namespace, ...hosts].some((one) => one !== null && compareTexts(one, 'contains', word));
}
