export { completeFind, type Completion, type Offer } from './complete.ts';
export { type Expression, labelsOf, needsOf } from './expression.ts';
export { findElements, hideElements } from './find.ts';
export { type Need, type Operand, operands } from './operands.ts';
export { longestExpression, parseFind, type Parsed } from './parse.ts';
export type { FindProblem } from './problem.ts';
export { type RankBy, rankNodes } from './rank.ts';
export { type FindSetting, plainSetting } from './surroundings.ts';
