/** What an operator asks, without its negation. */
export type Comparison = '=' | '>' | '>=' | '<' | '<=' | 'contains' | 'startswith' | 'endswith';

export interface Operator {
  readonly comparison: Comparison;
  readonly negated: boolean;
}

const plain = (comparison: Comparison): Operator => ({ comparison, negated: false });
const negated = (comparison: Comparison): Operator => ({ comparison, negated: true });

/** Every way to write an operator, longest first, so that the first that fits is the right one. */
export const signs: readonly (readonly [text: string, operator: Operator])[] = [
  ['!*=', negated('contains')],
  ['!^=', negated('startswith')],
  ['!$=', negated('endswith')],
  ['*=', plain('contains')],
  ['^=', plain('startswith')],
  ['$=', plain('endswith')],
  ['!=', negated('=')],
  ['>=', plain('>=')],
  ['<=', plain('<=')],
  ['==', plain('=')],
  ['=', plain('=')],
  ['>', plain('>')],
  ['<', plain('<')],
];

export const spoken: ReadonlyMap<string, Comparison> = new Map([
  ['contains', 'contains'],
  ['startswith', 'startswith'],
  ['endswith', 'endswith'],
]);

/** The operators that fit a text, and those that fit a number, as one would write them. */
export const textOperators = ['=', '!=', 'contains', '!contains', 'startswith', '!startswith', 'endswith', '!endswith'] as const;
export const numberOperators = ['=', '!=', '>', '>=', '<', '<='] as const;

/** Compares two numbers. */
export function compareNumbers(actual: number, comparison: Comparison, asked: number): boolean {
  switch (comparison) {
    case '>':
      return actual > asked;
    case '>=':
      return actual >= asked;
    case '<':
      return actual < asked;
    case '<=':
      return actual <= asked;
    default:
      return actual === asked;
  }
}

/** Compares two texts, whatever their capitals. */
export function compareTexts(actual: string, comparison: Comparison, asked: string): boolean {
  const [a, b] = [actual.toLowerCase(), asked.toLowerCase()];
  switch (comparison) {
    case 'contains':
      return a.includes(b);
    case 'startswith':
      return a.startsWith(b);
    case 'endswith':
      return a.endsWith(b);
    default:
      return a === b;
  }
}
