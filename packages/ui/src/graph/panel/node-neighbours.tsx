import { Button } from '@patternfly/react-core';
import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { useState } from 'react';
import { useWords } from '../../words/index.ts';
import { MiniGraph } from '../mini-graph.tsx';

interface NodeNeighboursProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  /** Narrows the whole graph to the same. */
  readonly onFocus: () => void;
}

/** A picture of a node's callers and calls alone, on demand, with the way to the same on the whole graph. */
export function NodeNeighbours({ graph, node, onFocus }: NodeNeighboursProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  if (!graph.edges.some(({ from, to }) => from === node.id || to === node.id)) return null;
  return (
    <details className="vigla-graph-section vigla-neighbours" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('panel.mini')}</summary>
      {open && (
        <>
          <MiniGraph graph={graph} focus={node.id} />
          <Button variant="link" isInline onClick={onFocus}>
            {t('panel.mini.open')}
          </Button>
        </>
      )}
    </details>
  );
}
