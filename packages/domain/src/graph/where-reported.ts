import { callSelectors, nodeSelectors, type Selectors } from '../promql/index.ts';
import type { Behind } from './look-behind.ts';

/** Where in Prometheus the traffic of an element is found. More may be found than is its own. Empty: nowhere. */
export function whereReported({ kind, ends: { from, to } }: Pick<Behind, 'kind' | 'ends'>): Selectors {
  return kind === 'node' && from !== null && to !== null ? nodeSelectors(to) : callSelectors(from, to);
}
