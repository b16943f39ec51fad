import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import { type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { useServerClock } from '../../data/index.ts';
import { useHost } from '../../host/index.ts';
import { usePreference } from '../../preferences/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { toggledComparison } from '../compare/compare-choice.tsx';
import { changedElements } from '../compare/compared-drawing.ts';
import { CompareLegend } from '../compare/compare-legend.tsx';
import { GraphCanvas, type GraphCanvasHandle } from '../canvas/graph-canvas.tsx';
import type { Attention } from '../canvas/scene.ts';
import type { Point } from '../drawing/curve.ts';
import type { Drawing } from '../drawing/drawing.ts';
import type { Kept } from '../drawing/path.ts';
import { pointedName } from '../drawing/pointed-name.ts';
import { useTracePath } from '../trace/use-trace.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { gatheredCounts } from '../gather/gather-counts.ts';
import { showingCulprit, toggledGroup } from '../gather/groups-of-place.ts';
import { keptFor } from '../gather/kept-for.ts';
import { worthDrawing } from '../gather/worth-drawing.ts';
import { WorstCard } from '../gather/worst-card.tsx';
import { useIsNarrow } from '../find/use-is-narrow.ts';
import { CallsChoice } from '../find/calls-choice.tsx';
import { Legend } from './legend.tsx';
import { LayoutChoice } from './layout-choice.tsx';
import { KeysHelp } from './keys-help.tsx';
import { PictureControls } from './picture-controls.tsx';
import { usePictureKeys } from './picture-keys.ts';
import { PictureSummary } from './picture-summary.tsx';
import { ResetButton } from './reset-button.tsx';
import { TourButton } from './tour.tsx';
import { useElementMenu } from './use-element-menu.tsx';
import { useLegend } from './use-legend.ts';

export interface PicturePaneProps {
  readonly graph: TrafficGraph;
  /** Null where one window stands alone. */
  readonly comparison: Comparison | null;
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
  readonly onShiftTraffic: ((namespace: string, service: string) => void) | undefined;
  /** What find and hide came to. */
  readonly outcome: ReactNode;
}

/** How far a small graph is enlarged to fill the picture. */
const largest = 1.25;

/** The picture with what belongs to it: keys, legend, zoom, and words for those who do not see it. */
export function PicturePane(props: PicturePaneProps) {
  const { graph, comparison, drawing, positions, place, found, dots, onPlace, onSelect, onDrop, onTidyUp, onUndoTidyUp, crowded } = props;
  const { gathered } = graph;
  const t = useWords();
  const language = useLanguage();
  const isNarrow = useIsNarrow();
  const { theme } = useHost();
  const [travel] = usePreference('travel');
  const canvas = useRef<GraphCanvasHandle>(null);
  const corner = useRef<HTMLDivElement>(null);
  const legend = useLegend({ scene: { drawing, positions }, largest, corner, crowded });
  const [hovered, setHovered] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const [emphasised, setEmphasised] = useState<Kept | null>(null);
  const summary = useId();
  const traced = useTracePath(place.trace, graph);
  // Apart from what is hovered: labels stay where they stand as long as this is the same.
  const kept = useMemo(() => {
    const members = drawing.frames.find(({ id }) => id === place.selected)?.members;
    const path = place.selected === null ? null : keptFor(graph, members ?? [place.selected]);
    return emphasised ?? traced ?? (comparison ? changedElements(comparison) : path);
  }, [graph, comparison, drawing, place.selected, emphasised, traced]);
  const attention = useMemo<Attention>(
    () => ({ selected: place.selected, hovered, focused: hasFocus ? focused : null, kept, found }),
    [place.selected, hovered, focused, hasFocus, kept, found],
  );
  const focus = (id: string | null): void => {
    if (id === null) return;
    setFocused(id);
    canvas.current?.reveal(id);
  };
  const stage = useRef<HTMLDivElement>(null);
  const { menu, onContextMenu, openFor } = useElementMenu({ ...props, frames: drawing.frames, canvas, stage });
  const [helps, setHelps] = useState(false);
  const now = useServerClock();
  const onKeyDown = usePictureKeys({
    ...props,
    focused,
    focus,
    zoomBy: (factor) => canvas.current?.zoomBy(factor),
    fit: () => fit(canvas.current, place, onPlace),
    onMenu: openFor,
    onHelp: () => setHelps(true),
    onCompare: () => onPlace(toggledComparison(place, now())),
  });
  return (
    <div className="vigla-graph-stage">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application takes its own keys */}
      <div
        ref={stage}
        className="vigla-graph-picture"
        onContextMenu={onContextMenu}
        title={pointedName(drawing, hovered)}
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
          onDoubleTap={({ id }) => {
            const toggled = toggledGroup(graph, place, id);
            if (toggled) onPlace(toggled);
          }}
          onHover={(hit) => setHovered(hit && hit.kind !== 'box' ? hit.id : null)}
          onMove={(viewport) => onPlace({ ...place, viewport })}
          onDrop={onDrop}
        />
      </div>
      {menu}
      {props.outcome}
      <KeysHelp open={helps} onClose={() => setHelps(false)} />
      <PictureSummary id={summary} graph={graph} comparison={comparison} focused={focused} />
      <div ref={corner} className={cornerClass(legend.open && comparison === null, gathered !== null)}>
        {comparison ? (
          <CompareLegend drawing={drawing} />
        ) : (
          <Legend drawing={drawing} dots={dots} open={legend.open} onOpen={legend.setOpen} onEmphasise={setEmphasised} />
        )}
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
          <LayoutChoice place={place} onPlace={onPlace} />
          <ResetButton place={place} onPlace={onPlace} />
          <TourButton />
        </PictureControls>
        {gathered && (
          <WorstCard
            gathered={gathered}
            counts={isNarrow ? gatheredCounts(graph, worthDrawing(graph.edges, gathered, null).length, { words: t, language }) : null}
            onSelect={(culprit) => onPlace(showingCulprit(place, culprit))}
            onTable={() => onPlace({ ...place, view: 'table' })}
          />
        )}
      </div>
    </div>
  );
}

function cornerClass(isOpen: boolean, isGathered: boolean): string {
  if (isGathered) return 'vigla-graph-corner vigla-graph-corner--gathered';
  return isOpen ? 'vigla-graph-corner' : 'vigla-graph-corner vigla-graph-corner--folded';
}

/** Fitting is the plainest page: it leaves no trace in the link. */
function fit(canvas: GraphCanvasHandle | null, place: GraphPlace, onPlace: (place: GraphPlace) => void): void {
  canvas?.fit();
  if (place.viewport) onPlace({ ...place, viewport: null });
}
