import type { FindProblem } from '@vigla/domain/find';
import type { Words } from '../../words/index.ts';

const mostListed = 8;

/** What is wrong with an expression, in words: what stands there, what was expected, what may have been meant. */
export function problemText({ kind, word, expected, nearest }: FindProblem, t: Words): string {
  const listed = expected.slice(0, mostListed).join(', ');
  const what = t(`find.problem.${kind}`, { word, expected: listed });
  const meant = nearest === null ? '' : ` ${t('find.problem.nearest', { nearest })}`;
  return `${what}${meant}`;
}

/** Whether the text is only unfinished: nothing in it is wrong so far. */
export const isUnfinished = ({ word, at, kind }: FindProblem, text: string): boolean =>
  (word === '' && at >= text.trimEnd().length && kind !== 'too_long') || kind === 'quote_open' || kind === 'parenthesis_open';
