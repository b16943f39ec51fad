import type { GraphPlace } from '@vigla/ui/graph';

/** What typing, looking closer and playing change: Back must not walk through each letter or frame. */
const refined = (place: GraphPlace): GraphPlace => ({
  ...place,
  find: '',
  hide: '',
  search: 'usual',
  viewport: null,
  replay: place.replay && { ...place.replay, speed: 'medium' },
  atEpochSeconds: place.replay ? null : place.atEpochSeconds,
});

/** Whether going from one place to the next is a step that Back undoes, or a refinement of the same one. */
export const stepOf = (before: GraphPlace, after: GraphPlace): 'step' | 'refinement' =>
  JSON.stringify(refined(before)) === JSON.stringify(refined(after)) ? 'refinement' : 'step';
