import type { GraphEdge, GraphNode } from '@vigla/contract/graph';
import type { Format } from '../../format/index.ts';
import type { Words } from '../../words/index.ts';

interface Ends {
  readonly from: GraphNode | undefined;
  readonly to: GraphNode | undefined;
}

/** Whose word the numbers of a call are, and how far both sides agree. Source: domain/graph, how reports are settled. */
export function reporterText(
  { reportedBy, agreement }: GraphEdge,
  { from, to }: Ends,
  t: Words,
  f: Pick<Format, 'percent'>,
): readonly string[] {
  // Nobody reports what enters a gateway from outside: it is the sum of what the gateway sends on.
  const door = reportedBy === 'destination' && from?.kind === 'outside' && to?.kind === 'gateway';
  const who = t(door ? 'graph.reportedBy.door' : `graph.reportedBy.${reportedBy}`);
  if (agreement === null) return [who];
  const percent = Math.round(agreement * 100);
  return [who, percent === 100 ? t('graph.agreement.same') : t('graph.agreement', { share: f.percent(percent) })];
}
