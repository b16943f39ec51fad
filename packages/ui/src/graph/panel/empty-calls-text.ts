import type { GraphNode } from '@vigla/contract/graph';
import type { Words } from '../../words/index.ts';

/** What stands where a node has no callers (`from`) or calls nobody (`to`): that nobody calls is only known where somebody counts. */
export function emptyCallsText({ health }: Pick<GraphNode, 'health'>, end: 'from' | 'to', t: Words): string {
  if (health === 'unknown') return t(end === 'from' ? 'graph.panel.callersNotMeasured' : 'graph.panel.callsNotMeasured');
  return t(end === 'from' ? 'graph.panel.noCallers' : 'graph.panel.noCalls');
}
