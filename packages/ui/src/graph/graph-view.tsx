import './graph-colours.css';
import './graph.css';
import './graph-panel.css';
import './compare/compare.css';
import './share/share.css';
import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useHost } from '../host/index.ts';
import { usePreference } from '../preferences/index.ts';
import { ViewBoundary } from '../problem/index.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { CompareHead } from './compare/compare-head.tsx';
import { comparedDrawing } from './compare/compared-drawing.ts';
import { DifferenceTable } from './compare/difference-table.tsx';
import { SideBySide } from './compare/side-by-side.tsx';
import { unitedGraph } from './compare/united-graph.ts';
import { useComparison } from './compare/use-comparison.ts';
import { WhatChanged } from './compare/what-changed.tsx';
import { drawGraph } from './drawing/drawing.ts';
import { mostEdgesWithDots } from './drawing/dots.ts';
import { findElements } from './drawing/find.ts';
import { usePositions } from './layout/use-positions.ts';
import { Announcer } from './page/announce.tsx';
import { CopyLink } from './page/copy-link.tsx';
import { GraphToolbar } from './page/graph-toolbar.tsx';
import { insteadOfPicture, PictureNotices, useIsStale } from './page/graph-states.tsx';
import { PicturePane } from './page/picture-pane.tsx';
import { useTraffic } from './page/use-traffic.ts';
import { SidePanel } from './panel/side-panel.tsx';
import type { GraphPlace } from './place/graph-place.ts';
import { RailPane } from './rail/rail-pane.tsx';
import { type Pictured, picturedOf } from './share/formats.ts';
import { useShareLinks } from './share/share-links.ts';
import { ShareMenu } from './share/share-menu.tsx';
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
  const compared = useComparison(place);
  const comparison = place.versusEpochSeconds === null ? null : (compared.data ?? null);
  const graph = useMemo(() => (comparison ? unitedGraph(comparison) : answer.data), [comparison, answer.data]);
  const [dots, setDots] = usePreference('dots');
  const links = useShareLinks(place, graph?.at);
  const pictured = useRef<Pictured | null>(null);
  const onPictured = useCallback((now: Pictured) => {
    pictured.current = now;
  }, []);
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
        <GraphToolbar
          place={place}
          graph={graph}
          found={found}
          dots={dots}
          onDots={setDots}
          onPlace={onPlace}
          sharing={
            <>
              {links && <CopyLink links={links} />}
              <ShareMenu pictured={pictured} ready={graph !== undefined && graph.nodes.length > 0} />
            </>
          }
        />
      )}
      <div className={stale || (comparison && compared.isPrevious) ? 'vigla-graph-main vigla-graph-main--stale' : 'vigla-graph-main'}>
        {place.versusEpochSeconds !== null && <CompareHead answer={compared} comparison={comparison} place={place} onPlace={onPlace} />}
        <PictureNotices answer={answer} place={place} live={live} />
        {insteadOfPicture({ answer, place, onPlace }) ??
          (graph && (
            <Content
              graph={graph}
              later={answer.data ?? graph}
              comparison={comparison}
              found={found?.kind === 'found' ? found.ids : null}
              dots={dots && !stale && live}
              place={place}
              onPlace={onPlace}
              onShiftTraffic={onShiftTraffic}
              onPictured={onPictured}
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
  /** The graph as it is now, without what is gone. */
  readonly later: TrafficGraph;
  /** Null where one window stands alone. */
  readonly comparison: Comparison | null;
  readonly found: ReadonlySet<string> | null;
  readonly dots: boolean;
  readonly onShiftTraffic: GraphViewProps['onShiftTraffic'] | undefined;
  /** Told what is shown, for those who take it along. */
  readonly onPictured: (pictured: Pictured) => void;
}

function Content({ graph, later, comparison, found, dots, place, onPlace, onShiftTraffic, onPictured }: ContentProps) {
  const t = useWords();
  const language = useLanguage();
  const drawing = useMemo(() => {
    const speech = { words: t, language };
    const plain = drawGraph(graph, place.show, speech);
    return comparison ? comparedDrawing(plain, comparison, speech) : plain;
  }, [graph, comparison, place.show, t, language]);
  const { positions, tidyUp, undoTidyUp, drop } = usePositions(graph, useHost().transport.baseUrl);
  const shown = useMemo(
    () =>
      positions &&
      new Map(drawing.plates.flatMap(({ id }) => (positions.has(id) ? [[id, positions.get(id) ?? { x: 0, y: 0 }] as const] : []))),
    [positions, drawing],
  );
  useEffect(() => {
    if (shown) onPictured(picturedOf({ graph, drawing, positions: shown }, place.selected, found));
  }, [onPictured, graph, drawing, shown, place.selected, found]);
  const [takesFocus, setTakesFocus] = useState(false);
  const cameFrom = useRef<Element | null>(null);
  const select = (selected: string | null, stay?: 'stay'): void => {
    setTakesFocus(stay === undefined);
    if (place.selected === null) cameFrom.current = document.activeElement;
    onPlace({ ...place, selected, panel: 'auto' });
  };
  const listOpen = comparison !== null && place.panel === 'auto';
  const panelOpen = place.panel === 'graph' || (!comparison && place.panel === 'auto' && place.selected !== null);
  const withDots = dots && !comparison && drawing.lines.length <= mostEdgesWithDots;
  return (
    <>
      {place.view === 'table' ? (
        comparison ? (
          <DifferenceTable comparison={comparison} selected={place.selected} found={found} onSelect={select} />
        ) : (
          <EdgeTable graph={graph} selected={place.selected} found={found} onSelect={select} />
        )
      ) : comparison && shown && place.view === 'sides' ? (
        <SideBySide graph={later} positions={shown} place={place} onSelect={select} />
      ) : (
        shown && (
          <PicturePane
            graph={graph}
            comparison={comparison}
            drawing={drawing}
            positions={shown}
            place={place}
            found={found}
            dots={withDots}
            onPlace={onPlace}
            onSelect={select}
            onDrop={drop}
            crowded={panelOpen || listOpen}
            onTidyUp={tidyUp}
            onUndoTidyUp={undoTidyUp}
          />
        )
      )}
      {listOpen && <WhatChanged comparison={comparison} place={place} onPlace={onPlace} />}
      {panelOpen && (
        <SidePanel
          graph={graph}
          frames={drawing.frames}
          selected={place.panel === 'graph' ? null : place.selected}
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
