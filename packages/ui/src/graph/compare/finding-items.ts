import type { Comparison, Consequence, Finding } from '@vigla/contract/compare';

/** A line of the list of what changed. `cause`: number of the finding that it follows from. */
export type FindingItem =
  | { readonly number: number; readonly finding: Finding; readonly consequence: null; readonly cause: null }
  | { readonly number: number; readonly finding: Finding; readonly consequence: Consequence; readonly cause: number };

/** Findings with their consequences beneath them, numbered from 1. */
export function findingItems({ findings }: Pick<Comparison, 'findings'>): readonly FindingItem[] {
  const items: FindingItem[] = [];
  for (const finding of findings) {
    const number = items.length + 1;
    items.push({ number, finding, consequence: null, cause: null });
    for (const consequence of finding.consequences) items.push({ number: items.length + 1, finding, consequence, cause: number });
  }
  return items;
}

/** Ids of what changed, in the order of the list. */
export const changedEdges = (comparison: Pick<Comparison, 'findings'>): readonly string[] =>
  findingItems(comparison).flatMap(({ finding, consequence }) => (consequence ?? finding).edges);
