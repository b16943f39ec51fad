import type { TrafficGraph } from '@vigla/contract/graph';
import { useLanguage, useWords } from '../../words/index.ts';
import { gatheredCounts } from '../gather/gather-counts.ts';
import { worthDrawing } from '../gather/worth-drawing.ts';

/** How much there is; leads to the panel of the whole graph. */
export function Counts({ graph, onOpen }: { readonly graph: TrafficGraph; readonly onOpen: () => void }) {
  const t = useWords();
  const speech = { words: t, language: useLanguage() };
  const gathered = gatheredCounts(graph, worthDrawing(graph.edges, graph.gathered, null).length, speech);
  const namespaces = new Set(graph.nodes.flatMap(({ namespace }) => namespace ?? [])).size;
  return (
    <button type="button" className="vigla-graph-counts" title={t('graph.panel.wholeGraph')} onClick={onOpen}>
      {gathered ? (
        gathered.map((line) => <span key={line}>{line}</span>)
      ) : (
        <>
          {t('graph.count.nodes', { count: graph.nodes.length })} · {t('graph.count.edges', { count: graph.edges.length })} ·{' '}
          {t('graph.count.namespaces', { count: namespaces })}
        </>
      )}
    </button>
  );
}
