import { bookinfo } from './bookinfo.ts';
import { shop } from './shop/shop.ts';
import { readScale, scale } from './scale/scale.ts';
import type { Scenario } from './scenario.ts';

const fixed: readonly Scenario[] = [bookinfo, shop];

/** What can be asked for, as a person would write it. */
export const scenarioNames: readonly string[] = [...fixed.map(({ id }) => id), 'scale:N', 'scale:N/NAMESPACES'];

/** The scenario of a name; where the mesh itself is drawn by dice, with this seed. Fails: an unknown one, with the names of those that there are. */
export function findScenario(id: string, seed: number): Scenario {
  const found = fixed.find((one) => one.id === id);
  if (found) return found;
  const size = readScale(id);
  if (size) return scale(size, seed);
  throw new Error(`There is no scenario ${id}; there are ${scenarioNames.join(', ')}, with N from 100 to 10000.`);
}
