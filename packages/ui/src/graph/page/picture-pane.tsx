import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { useFormat } from '../../format/index.ts';
import { useHost } from '../../host/index.ts';
import { usePreference } from '../../preferences/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { GraphCanvas, type GraphCanvasHandle } from '../canvas/graph-canvas.tsx';
import type { Attention } from '../canvas/scene.ts';
import type { Point } from '../drawing/curve.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { pathThrough } from '../drawing/path.ts';
import { nodeTitle } from '../drawing/plate.ts';
import { type Direction, nodeTowards, stepIn, troubles } from '../drawing/walk.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { CallsChoice } from '../find/calls-choice.tsx';
import { Legend } from './legend.tsx';
import { PictureControls } from './picture-controls.tsx';
import { useLegend } from './use-legend.ts';

export interface PicturePaneProps {
  readonly graph: TrafficGraph;
  readonly drawing: Drawing;
  readonly positions: ReadonlyMap<string, Point>;
  readonly room: ReadonlyMap<string, Point> | null;
  readonly place: GraphPlace;
  readonly found: ReadonlySet<string> | null;
  readonly dots: boolean;
  readonly onPlace: (place: GraphPlace) => void;
  /** `stay`: the keyboard stays on the picture. */
  readonly onSelect: (id: string | null, stay?: 'stay') => void;
  /** A panel stands beside the picture. */
  readonly crowded: boolean;
  readonly onDrop: (id: string, at: Point) => void;
  readonly onTidyUp: () => void;
  readonly onUndoTidyUp: (() => void) | null;
  /** What find and hide came to. */
  readonly outcome: ReactNode;
}

/** How far a small graph is enlarged to fill the picture. */
const largest = 1.25;

/** The picture with what belongs to it: keys, legend, zoom, and words for those who do not see it. */
export function PicturePane(props: PicturePaneProps) {
  const { graph, drawing, positions, place, found, dots, onPlace, onSelect, onDrop, onTidyUp, onUndoTidyUp, crowded } = props;
  const t = useWords();
  const { theme } = useHost();
  const [travel] = usePreference('travel');
  const canvas = useRef<GraphCanvasHandle>(null);
  const corner = useRef<HTMLDivElement>(null);
  const legend = useLegend({ scene: { drawing, positions }, largest, corner, crowded });
  const [hovered, setHovered] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const summary = useId();
  const attention = useMemo<Attention>(() => {
    const members = drawing.frames.find(({ id }) => id === place.selected)?.members;
    const kept = place.selected === null ? null : pathThrough(graph, members ?? [place.selected]);
    return { selected: place.selected, hovered, focused: hasFocus ? focused : null, kept, found };
  }, [graph, drawing, place.selected, hovered, focused, hasFocus, found]);
  const focus = (id: string | null): void => {
    if (id === null) return;
    setFocused(id);
    canvas.current?.reveal(id);
  };
  const onKeyDown = usePictureKeys({ ...props, focused, focus, canvas });
  return (
    <div className="vigla-graph-stage">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application takes its own keys */}
      <div
        className="vigla-graph-picture"
        role="application"
        tabIndex={0}
        aria-label={t('graph.picture.label')}
        aria-describedby={summary}
        onKeyDown={onKeyDown}
        onFocus={(event) => setHasFocus(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => setHasFocus(false)}
      >
        <GraphCanvas
          handle={canvas}
          drawing={drawing}
          positions={positions}
          attention={attention}
          room={props.room}
          viewport={place.viewport}
          dots={dots}
          travel={travel}
          theme={theme}
          largest={largest}
          corner={corner}
          onTap={(hit) => {
            setFocused(hit?.kind === 'node' ? hit.id : null);
            onSelect(hit?.id ?? null);
          }}
          onHover={(hit) => setHovered(hit && hit.kind !== 'box' ? hit.id : null)}
          onMove={(viewport) => onPlace({ ...place, viewport })}
          onDrop={onDrop}
        />
      </div>
      {props.outcome}
      <Summary id={summary} graph={graph} focused={focused} />
      <div ref={corner} className={`vigla-graph-corner${legend.open ? '' : ' vigla-graph-corner--folded'}`}>
        <Legend drawing={drawing} dots={dots} open={legend.open} onOpen={legend.setOpen} />
        <PictureControls
          onZoom={(factor) => canvas.current?.zoomBy(factor)}
          onFit={() => fit(canvas.current, place, onPlace)}
          onTidyUp={() => {
            onTidyUp();
            fit(canvas.current, place, onPlace);
          }}
          onUndoTidyUp={onUndoTidyUp}
        >
          <CallsChoice place={place} onPlace={onPlace} />
        </PictureControls>
      </div>
    </div>
  );
}

/** Fitting is the plainest page: it leaves no trace in the link. */
function fit(canvas: GraphCanvasHandle | null, place: GraphPlace, onPlace: (place: GraphPlace) => void): void {
  canvas?.fit();
  if (place.viewport) onPlace({ ...place, viewport: null });
}

interface PictureKeys extends PicturePaneProps {
  readonly focused: string | null;
  readonly focus: (id: string | null) => void;
  readonly canvas: { readonly current: GraphCanvasHandle | null };
}

const directions: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** Every key the picture understands; those it does not are left to the page. */
function usePictureKeys({ graph, positions, place, focused, focus, canvas, onPlace, onSelect }: PictureKeys) {
  const troubled = useMemo(() => troubles(graph), [graph]);
  const step = (by: 1 | -1): void => {
    const next = stepIn(troubled, place.selected, by);
    if (next === null) return;
    onSelect(next, 'stay');
    focus(next);
  };
  const keys: Readonly<Record<string, () => void>> = {
    Enter: () => focused !== null && onSelect(focused),
    Escape: () => onSelect(null),
    '[': () => step(-1),
    ']': () => step(1),
    '+': () => canvas.current?.zoomBy(1.25),
    '=': () => canvas.current?.zoomBy(1.25),
    '-': () => canvas.current?.zoomBy(0.8),
    '0': () => fit(canvas.current, place, onPlace),
    t: () => onPlace({ ...place, view: 'table' }),
    T: () => onPlace({ ...place, view: 'table' }),
  };
  return (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    const act = direction ? () => focus(nodeTowards(direction, focused ?? place.selected, positions)) : keys[event.key];
    if (!act || (event.key === 'Escape' && place.selected === null)) return;
    event.preventDefault();
    act();
  };
}

/** What the picture shows, in words; and what the keyboard stands on. */
function Summary({ id, graph, focused }: { readonly id: string; readonly graph: TrafficGraph; readonly focused: string | null }) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const titleOf = (one: GraphNode): string => {
    const title = nodeTitle(one, graph.groupBy, { words: t, language });
    return title.version === null ? title.name : `${title.name} ${title.version}`;
  };
  const name = (end: string): string => graph.nodes.filter((one) => one.id === end).map(titleOf)[0] ?? end;
  const failing = graph.edges.filter(({ health }) => health === 'failing');
  const worst = failing[0];
  const node = graph.nodes.find((one) => one.id === focused);
  return (
    <>
      <p id={id} className="vigla-graph-unseen">
        {t('graph.picture.summary', { nodes: graph.nodes.length, edges: graph.edges.length })}{' '}
        {worst
          ? t('graph.picture.failing', {
              count: failing.length,
              from: name(worst.from),
              to: name(worst.to),
              share: f.share(worst.traffic.errorRatio),
            })
          : t('graph.picture.noneFailing')}{' '}
        {t('graph.picture.keys')}
      </p>
      <p className="vigla-graph-unseen" aria-live="polite">
        {node &&
          t('graph.picture.focused', { name: titleOf(node), kind: t(`graph.kind.${node.kind}`), health: t(`graph.health.${node.health}`) })}
      </p>
    </>
  );
}
