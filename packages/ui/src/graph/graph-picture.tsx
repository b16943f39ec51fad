import './graph-colours.css';
import './graph.css';
import type { TrafficGraph } from '@vigla/contract/graph';
import { useMemo } from 'react';
import { useHost } from '../host/index.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { GraphCanvas } from './canvas/graph-canvas.tsx';
import { drawGraph } from './drawing/drawing.ts';
import { pathThrough } from './drawing/path.ts';
import { usePositions } from './layout/use-positions.ts';
import { defaultGraphPlace } from './place/graph-place.ts';

export interface GraphPictureProps {
  readonly graph: TrafficGraph;
  /** How far the graph is enlarged to fill the room: a screen on a wall is read from afar. */
  readonly largest?: number;
  readonly dots?: boolean;
  /** Id of a node, a call or a box whose path stays while the rest fades. */
  readonly selected?: string | null;
}

const nobodyPoints = { selected: null, hovered: null, focused: null, kept: null, found: null } as const;

/** The picture alone, for screens that nobody touches: no controls, no panel, and the same signs as everywhere. */
export function GraphPicture({ graph, largest = 2, dots = true, selected = null }: GraphPictureProps) {
  const t = useWords();
  const language = useLanguage();
  const { theme } = useHost();
  const drawing = useMemo(() => drawGraph(graph, defaultGraphPlace.show, { words: t, language }), [graph, t, language]);
  const { positions } = usePositions(graph);
  const attention = useMemo(
    () => ({
      ...nobodyPoints,
      selected,
      kept: selected === null ? null : pathThrough(graph, drawing.frames.find(({ id }) => id === selected)?.members ?? [selected]),
    }),
    [graph, drawing, selected],
  );
  return (
    <div
      className="vigla-graph vigla-graph--picture"
      role="img"
      aria-label={t('graph.picture.summary', { nodes: graph.nodes.length, edges: graph.edges.length })}
    >
      {positions && (
        <GraphCanvas
          drawing={drawing}
          positions={positions}
          attention={attention}
          viewport={null}
          dots={dots}
          theme={theme}
          largest={largest}
        />
      )}
    </div>
  );
}
