import type { GraphPlace } from '@vigla/ui/graph';

/** What typing and looking closer change: Back must not walk through each letter. */
const refinements: readonly (keyof GraphPlace)[] = ['find', 'viewport'];

/** Whether going from one place to the next is a step that Back undoes, or a refinement of the same one. */
export function stepOf(before: GraphPlace, after: GraphPlace): 'step' | 'refinement' {
  const same = (key: keyof GraphPlace): boolean => JSON.stringify(before[key]) === JSON.stringify(after[key]);
  const changed = Object.keys(before).filter((key): key is keyof GraphPlace => key in after && !same(key as keyof GraphPlace));
  return changed.every((key) => refinements.includes(key)) ? 'refinement' : 'step';
}
