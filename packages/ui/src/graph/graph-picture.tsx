import './graph-colours.css';
import './graph.css';
import type { TrafficGraph } from '@vigla/contract/graph';
import { useMemo } from 'react';
import { useHost } from '../host/index.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { GraphCanvas } from './canvas/graph-canvas.tsx';
import { drawGraph } from './drawing/drawing.ts';
import { type Look, usualLook } from './drawing/look.ts';
import { pathThrough } from './drawing/path.ts';
import { closer } from './layout/closer.ts';
import { usePositions } from './layout/use-positions.ts';

export interface GraphPictureProps {
  readonly graph: TrafficGraph;
  /** Read across a room: names as large as their plates, words only for trouble and plain text, thick lines. */
  readonly far?: boolean;
  readonly dots?: boolean;
  /** Id of a node, a call or a box whose path stays while the rest fades. */
  readonly selected?: string | null;
  readonly onOpen?: (id: string) => void;
}

const nobodyPoints = { selected: null, hovered: null, focused: null, kept: null, found: null } as const;
/** Rates and what configuration does are small print; what fails is not. */
const farLook: Look = { ...usualLook, show: ['errors'] };
const largest = { near: 2, far: 6 } as const;

/** The picture alone, for screens that nobody touches: no controls, no panel, and the same signs as everywhere. */
export function GraphPicture({ graph, far = false, dots = true, selected = null, onOpen }: GraphPictureProps) {
  const t = useWords();
  const language = useLanguage();
  const { theme } = useHost();
  const look = far ? farLook : usualLook;
  const drawing = useMemo(() => drawGraph(graph, look, { words: t, language }), [graph, look, t, language]);
  const { positions } = usePositions(graph);
  const places = useMemo(() => (far && positions ? closer(positions) : positions), [far, positions]);
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
      {places && (
        <GraphCanvas
          drawing={drawing}
          positions={places}
          attention={attention}
          viewport={null}
          dots={dots}
          theme={theme}
          largest={far ? largest.far : largest.near}
          far={far}
          {...(onOpen && { onTap: (hit) => hit && onOpen(hit.id) })}
        />
      )}
    </div>
  );
}
