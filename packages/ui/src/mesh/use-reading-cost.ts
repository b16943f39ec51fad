import { getGraph, type ReadingCost } from '@vigla/contract/graph';
import { getOverview } from '@vigla/contract/overview';
import { useShown } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';

/** What the traffic on this page cost Prometheus; null where none is on it, or nobody counted. It does not ask for anything. */
export function useReadingCost(): ReadingCost | null {
  const graph = useShown(getGraph).data;
  const overview = useShown(getOverview).data;
  return graph?.cost ?? overview?.cost ?? null;
}

/** A cost in words: how many queries, how long the slowest took, how many series came. */
export function useCostText(): (cost: ReadingCost, how: 'short' | 'long') => string {
  const t = useWords();
  const f = useFormat();
  return ({ queries, milliseconds, series }, how) =>
    t(how === 'short' ? 'mesh.cost.short' : 'mesh.cost', {
      count: queries,
      time: f.duration(milliseconds),
      series: f.count(series),
    });
}
