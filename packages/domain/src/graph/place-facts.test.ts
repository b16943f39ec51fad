import { deployed } from '@vigla/testkit/bookinfo';
import { expect, it } from 'vitest';
import { readFacts } from '../inventory/index.ts';
import { locateFacts } from './locate-facts.ts';
import { placeFacts } from './place-facts.ts';
import type { Place } from './places.ts';

const reviews = (cluster: string | null = null): Place => ({
  id: `bookinfo/reviews-v1${cluster === null ? '' : `@${cluster}`}`,
  kind: 'workload',
  cluster,
  namespace: 'bookinfo',
  name: 'reviews-v1',
  app: 'reviews',
  version: 'v1',
});
const facts = readFacts(deployed({ app: 'reviews', version: 'v1' }));

it('what is known of a place is looked up once, whichever reading it is drawn for, until the cluster says something else', () => {
  const first = placeFacts(locateFacts(facts, []), reviews());
  expect(first.pods).toEqual({ ready: 1, desired: 1 });
  expect(placeFacts(locateFacts(facts, []), reviews())).toBe(first);
  const later = readFacts(deployed({ app: 'reviews', version: 'v1', ready: 0 }));
  expect(placeFacts(locateFacts(later, []), reviews()).pods).toEqual({ ready: 0, desired: 1 });
});

it('a workload of the same name in another cluster is not taken for that of ours', () => {
  const home = { ...facts, cluster: 'east' };
  const several = locateFacts(home, ['east', 'west']);
  expect(placeFacts(several, reviews('east')).pods).toEqual({ ready: 1, desired: 1 });
  expect(placeFacts(several, reviews('west'))).toMatchObject({ pods: null, isHome: false });
  // Where it is not known which cluster is ours, names decide.
  expect(placeFacts(locateFacts(home, ['east']), reviews('west')).pods).toEqual({ ready: 1, desired: 1 });
});
