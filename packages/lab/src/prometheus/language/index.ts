export { kindName, kindOf } from './check.ts';
export {
  isComparison,
  isSetOperator,
  type Aggregation,
  type Arithmetic,
  type Binary,
  type Call,
  type Comparison,
  type Expression,
  type Matching,
  type Range,
  type Selector,
  type SetOperator,
  type Subquery,
  type ValueKind,
} from './expression.ts';
export { durationMs } from './literals.ts';
export { parseQuery } from './parse.ts';
export type { LanguageVersion } from './syntax.ts';
