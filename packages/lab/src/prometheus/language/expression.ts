import type { Matcher } from '../../series/index.ts';

/** What an expression evaluates to. A matrix is a vector of ranges. */
export type ValueKind = 'scalar' | 'vector' | 'matrix' | 'string';

/** A moment that does not follow the evaluation: `@ 123`, `@ start()`, `@ end()`. Units: epoch ms. */
export type FixedMoment = number | 'start' | 'end';

/** When a selector or subquery looks, relative to the evaluation. */
export interface Shift {
  readonly offsetMs: number;
  readonly at: FixedMoment | null;
}

export interface Selector extends Shift {
  readonly type: 'selector';
  readonly from: number;
  readonly matchers: readonly Matcher[];
}

export interface Range {
  readonly type: 'range';
  readonly from: number;
  readonly selector: Selector;
  readonly rangeMs: number;
}

export interface Subquery extends Shift {
  readonly type: 'subquery';
  readonly from: number;
  readonly of: Expression;
  readonly rangeMs: number;
  /** Null where the query leaves it to the server's evaluation interval. */
  readonly stepMs: number | null;
}

/** How the elements of two vectors find each other. */
export interface Matching {
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly many: 'none' | 'left' | 'right';
  /** Labels that the many side takes over from the one side. */
  readonly include: readonly string[];
}

export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type Comparison = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOperator = 'and' | 'or' | 'unless';
export type Operator = Arithmetic | Comparison | SetOperator;

export interface Binary {
  readonly type: 'binary';
  readonly from: number;
  readonly operator: Operator;
  readonly bool: boolean;
  /** Null when the query does not say. */
  readonly matching: Matching | null;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Aggregation {
  readonly type: 'aggregation';
  readonly from: number;
  readonly operator: string;
  readonly by: boolean;
  readonly labels: readonly string[];
  readonly parameter: Expression | null;
  readonly of: Expression;
}

/** `-` or `+` before an expression; the latter changes no value, and yet what it stands before is no plain selector any more. */
export interface Sign {
  readonly type: 'sign';
  readonly from: number;
  readonly negative: boolean;
  readonly of: Expression;
}

export interface Call {
  readonly type: 'call';
  readonly from: number;
  readonly name: string;
  readonly args: readonly Expression[];
}

/** A PromQL expression whose syntax is settled. `from` is where it starts in the text. */
export type Expression =
  | { readonly type: 'number'; readonly from: number; readonly value: number }
  | { readonly type: 'string'; readonly from: number; readonly value: string }
  | Sign
  | Selector
  | Range
  | Subquery
  | Binary
  | Aggregation
  | Call;

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);
const setOperators: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

export const isComparison = (operator: Operator): operator is Comparison => comparisons.has(operator);
export const isSetOperator = (operator: Operator): operator is SetOperator => setOperators.has(operator);
