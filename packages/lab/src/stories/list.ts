import { badCanary } from './bad-canary.ts';
import { connectionLimit } from './connection-limit.ts';
import { denyAllWithoutAllow } from './deny-all-without-allow.ts';
import { disableAgainstStrict } from './disable-against-strict.ts';
import { egressBlocked } from './egress-blocked.ts';
import { missingSidecar } from './missing-sidecar.ts';
import { missingSubset } from './missing-subset.ts';
import { outlierCascade } from './outlier-cascade.ts';
import { rateLimitTooLow } from './rate-limit-too-low.ts';
import { retryStorm } from './retry-storm.ts';
import { slowDatabase } from './slow-database.ts';
import type { Story } from './story.ts';

/** Every story there is. */
export const stories: readonly Story[] = [
  connectionLimit,
  badCanary,
  slowDatabase,
  retryStorm,
  disableAgainstStrict,
  missingSubset,
  missingSidecar,
  egressBlocked,
  denyAllWithoutAllow,
  rateLimitTooLow,
  outlierCascade,
];

/** The story of a name. Fails: an unknown one, with the names of those that there are. */
export function findStory(id: string): Story {
  const found = stories.find((one) => one.id === id);
  if (!found) throw new Error(`There is no story ${id}; there are ${stories.map((one) => one.id).join(', ')}.`);
  return found;
}

/** The story of a name, if it happens in a scenario. Fails: an unknown one, or one of another scenario. */
export function storyIn(id: string, scenario: string): Story {
  const found = findStory(id);
  if (found.scenario === scenario) return found;
  const here = stories.filter((one) => one.scenario === scenario).map((one) => one.id);
  const instead = here.length > 0 ? `the stories of ${scenario} are ${here.join(', ')}` : `${scenario} has no stories`;
  throw new Error(`The story ${id} happens in the scenario ${found.scenario}; ${instead}.`);
}
