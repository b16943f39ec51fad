import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { Button } from '@patternfly/react-core';
import { type GraphPlace, momentSearch, pageOf } from '../graph/index.ts';
import { MiniGraph, PanelSection } from '../graph/node-parts.ts';
import { useGoTo } from '../host/index.ts';
import { useWords } from '../words/index.ts';

interface NeighboursProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  readonly around: GraphPlace;
  readonly onGraph: (place: GraphPlace) => void;
}

/** Whether nothing flows to or from a node. */
export const isAlone = ({ edges }: TrafficGraph, { id }: GraphNode): boolean => !edges.some(({ from, to }) => from === id || to === id);

/** The node with its callers and calls, drawn by the same engine as the whole graph, with the ways there (GRF-47). */
export function Neighbours({ graph, node, around, onGraph }: NeighboursProps) {
  const t = useWords();
  const goTo = useGoTo();
  const open = (id: string): void => {
    const other = graph.nodes.find((one) => one.id === id);
    const page = other && pageOf(other);
    if (page && goTo && id !== node.id) goTo(page, momentSearch(around));
    else if (other || graph.edges.some((one) => one.id === id)) onGraph({ ...around, selected: id });
  };
  return (
    <PanelSection
      title={t('details.neighbours')}
      aside={
        <Button variant="link" isInline onClick={() => onGraph({ ...around, focus: node.id, hops: 1, selected: node.id })}>
          {t('details.alone')}
        </Button>
      }
    >
      {isAlone(graph, node) ? (
        <p className="vigla-graph-subtle">{t(node.health === 'unknown' ? 'details.notMeasured' : 'details.noNeighbours')}</p>
      ) : (
        <MiniGraph graph={graph} focus={node.id} onOpen={open} />
      )}
    </PanelSection>
  );
}
