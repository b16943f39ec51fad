import './graph-colours.css';
import './graph.css';
import './graph-panel.css';
import type { TrafficGraph } from '@vigla/contract/graph';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useServerClock } from '../data/index.ts';
import { useHost } from '../host/index.ts';
import { usePreference } from '../preferences/index.ts';
import { ViewBoundary } from '../problem/index.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { drawGraph } from './drawing/drawing.ts';
import { mostEdgesWithDots } from './drawing/dots.ts';
import { findElements } from './drawing/find.ts';
import { usePositions } from './layout/use-positions.ts';
import { Announcer } from './page/announce.tsx';
import { GraphToolbar } from './page/graph-toolbar.tsx';
import { insteadOfPicture, PictureNotices, useIsStale } from './page/graph-states.tsx';
import { PicturePane } from './page/picture-pane.tsx';
import { useTraffic } from './page/use-traffic.ts';
import { SidePanel } from './panel/side-panel.tsx';
import type { GraphPlace } from './place/graph-place.ts';
import { writeGraphPlace } from './place/place-in-url.ts';
import { RailPane } from './rail/rail-pane.tsx';
import { EdgeTable } from './table/edge-table.tsx';

export interface GraphViewProps {
  /** What is shown; all of it belongs in the link. */
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
  /** Opens the editor that shifts traffic; without it the action is not offered. */
  readonly onShiftTraffic?: (namespace: string, service: string) => void;
  /** For a tab beside other things: no title row and no time rail. */
  readonly compact?: boolean;
}

/** The live graph of a mesh, with its panel, its table and its time. */
export function GraphView(props: GraphViewProps) {
  return (
    <ViewBoundary>
      <GraphPage {...props} />
    </ViewBoundary>
  );
}

function GraphPage({ place, onPlace, onShiftTraffic, compact = false }: GraphViewProps) {
  const t = useWords();
  const answer = useTraffic(place);
  const graph = answer.data;
  const [dots, setDots] = usePreference('dots');
  const copyLink = useCopyLink(place, graph);
  const live = place.atEpochSeconds === null;
  const stale = useIsStale(answer, live);
  const found = useMemo(() => (graph ? findElements(graph, place.find) : null), [graph, place.find]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (place.view !== 'table' || event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    onPlace({ ...place, view: 'picture' });
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- T leads back from the table wherever focus is
    <section className={`vigla-graph${compact ? ' vigla-graph--compact' : ''}`} aria-label={t('graph.title')} onKeyDown={onKeyDown}>
      {!compact && (
        <GraphToolbar place={place} graph={graph} found={found} dots={dots} onDots={setDots} onPlace={onPlace} onCopyLink={copyLink} />
      )}
      <div className={stale ? 'vigla-graph-main vigla-graph-main--stale' : 'vigla-graph-main'}>
        <PictureNotices answer={answer} place={place} live={live} />
        {insteadOfPicture({ answer, place, onPlace }) ??
          (graph && (
            <Content
              graph={graph}
              found={found?.kind === 'found' ? found.ids : null}
              dots={dots && !stale && live}
              place={place}
              onPlace={onPlace}
              onShiftTraffic={onShiftTraffic}
            />
          ))}
      </div>
      {!compact && <RailPane place={place} onPlace={onPlace} />}
    </section>
  );
}

const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

interface ContentProps extends Pick<GraphViewProps, 'place' | 'onPlace'> {
  readonly graph: TrafficGraph;
  readonly found: ReadonlySet<string> | null;
  readonly dots: boolean;
  readonly onShiftTraffic: GraphViewProps['onShiftTraffic'] | undefined;
}

function Content({ graph, found, dots, place, onPlace, onShiftTraffic }: ContentProps) {
  const t = useWords();
  const language = useLanguage();
  const drawing = useMemo(() => drawGraph(graph, place.show, { words: t, language }), [graph, place.show, t, language]);
  const { positions, tidyUp, undoTidyUp, drop } = usePositions(graph, useHost().transport.baseUrl);
  const shown = useMemo(
    () =>
      positions &&
      new Map(drawing.plates.flatMap(({ id }) => (positions.has(id) ? [[id, positions.get(id) ?? { x: 0, y: 0 }] as const] : []))),
    [positions, drawing],
  );
  const [takesFocus, setTakesFocus] = useState(false);
  const cameFrom = useRef<Element | null>(null);
  const select = (selected: string | null, stay?: 'stay'): void => {
    setTakesFocus(stay === undefined);
    if (place.selected === null) cameFrom.current = document.activeElement;
    onPlace({ ...place, selected, panel: 'auto' });
  };
  const panelOpen = place.panel === 'graph' || (place.panel === 'auto' && place.selected !== null);
  const withDots = dots && drawing.lines.length <= mostEdgesWithDots;
  return (
    <>
      {place.view === 'table' ? (
        <EdgeTable graph={graph} selected={place.selected} found={found} onSelect={select} />
      ) : (
        shown && (
          <PicturePane
            graph={graph}
            drawing={drawing}
            positions={shown}
            place={place}
            found={found}
            dots={withDots}
            onPlace={onPlace}
            onSelect={select}
            onDrop={drop}
            crowded={panelOpen}
            onTidyUp={tidyUp}
            onUndoTidyUp={undoTidyUp}
          />
        )
      )}
      {panelOpen && (
        <SidePanel
          graph={graph}
          frames={drawing.frames}
          selected={place.panel === 'graph' ? null : place.selected}
          place={place}
          moment={{ windowSeconds: graph.window, at: place.atEpochSeconds === null ? null : graph.at }}
          takesFocus={takesFocus}
          onSelect={select}
          onClose={() => {
            select(null);
            if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus({ preventScroll: true });
          }}
          onShiftTraffic={onShiftTraffic}
        />
      )}
      <Announcer graph={graph} />
    </>
  );
}

/** A link to what is shown and when: it pins the instant, so that whoever opens it sees the same. Null where there are no links. */
function useCopyLink(place: GraphPlace, graph: TrafficGraph | undefined): (() => Promise<void>) | null {
  const { href } = useHost();
  const now = useServerClock();
  if (!href) return null;
  return () => {
    const pinned = { ...place, atEpochSeconds: place.atEpochSeconds ?? graph?.at ?? now() };
    const link = new URL(`${href({ page: 'graph' })}?${writeGraphPlace(pinned).toString()}`, document.baseURI);
    return navigator.clipboard.writeText(link.href);
  };
}
