export { completeFind, type Completion, type Offer } from './complete.ts';
export { type Expression, labelsOf, needsOf, termsOf } from './expression.ts';
export { findElements, hideElements, type Reduced } from './find.ts';
export { changedSecondsAgo } from './changed-ago.ts';
export { type Need, type Operand, operands, operandWords } from './operands.ts';
export { longestExpression, parseFind, type Parsed } from './parse.ts';
export { type FindProblem, nearestWord } from './problem.ts';
export { rankNodes } from './rank.ts';
export { type FindSetting, plainSetting } from './surroundings.ts';
