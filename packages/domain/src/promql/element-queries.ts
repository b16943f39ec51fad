import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import { type GraphQuery, graphQueries } from './graph-queries.ts';
import { narrowed, type Selectors } from './narrow.ts';

/** The questions of one reading, asked of one element only: as many for a busy node as for a quiet one. */
export function elementQueries(window: DurationSeconds, at: EpochSeconds, selectors: Selectors): readonly GraphQuery[] {
  return graphQueries(window, at).flatMap((question) => {
    const query = narrowed(question.query, selectors);
    return query === null ? [] : [{ ...question, query }];
  });
}
