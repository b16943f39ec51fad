import './graph-colours.css';
import './graph.css';
import './graph-panel.css';
import './compare/compare.css';
import './share/share.css';
import './gather/gather.css';
import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Answer } from '../data/index.ts';
import { useHost } from '../host/index.ts';
import { usePreference } from '../preferences/index.ts';
import { ViewBoundary } from '../problem/index.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { askedPlace } from './compare/asked-place.ts';
import { CompareHead } from './compare/compare-head.tsx';
import { comparedDrawing } from './compare/compared-drawing.ts';
import { ComparedView } from './compare/compared-view.tsx';
import { openPanel } from './compare/open-panel.ts';
import { type Compared, useCompared } from './compare/use-compared.ts';
import { WhatChanged } from './compare/what-changed.tsx';
import { drawGraph } from './drawing/drawing.ts';
import { lookOf } from './drawing/look.ts';
import { GroupTable } from './gather/group-table.tsx';
import { drawnFor, withOpen } from './gather/groups-of-place.ts';
import { AllHidden } from './find/all-hidden.tsx';
import { Outcome } from './find/outcome.tsx';
import { useKnown } from './find/use-known.ts';
import { useUsualSearch } from './find/use-presets.ts';
import { type Search, seenThrough, useSearch } from './find/use-search.ts';
import { withOwnSearch, withUsualSearch } from './find/usual-search.ts';
import { usePositions } from './layout/use-positions.ts';
import { useStable } from './layout/use-stable.ts';
import { useRememberedView } from './page/use-remembered-view.ts';
import { Announcer } from './page/announce.tsx';
import { CopyLink } from './page/copy-link.tsx';

import { GraphToolbar } from './page/graph-toolbar.tsx';
import { insteadOfPicture, PictureNotices, useIsStale } from './page/graph-states.tsx';
import { PicturePane } from './page/picture-pane.tsx';
import { useAnswered, useTraffic } from './page/use-traffic.ts';
import { DetailsPanel } from './panel/details-panel.tsx';
import type { GraphPlace } from './place/graph-place.ts';
import { RailPane } from './rail/rail-pane.tsx';
import { useReplayRoom } from './replay/use-replay-room.ts';
import { type Pictured, picturedOf } from './share/formats.ts';
import { useShareLinks } from './share/share-links.ts';
import { ShareMenu } from './share/share-menu.tsx';
import { GraphTable } from './table/graph-table.tsx';
import { useDefaultView } from './views/use-default-view.ts';
import { ViewsMenu } from './views/views-menu.tsx';

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

function GraphPage({ place: linked, onPlace: onPlaceOfPage, onShiftTraffic, compact = false }: GraphViewProps) {
  const t = useWords();
  const usual = useUsualSearch();
  const place = useMemo(() => withUsualSearch(linked, usual), [linked, usual]);
  const go = useRememberedView(linked, onPlaceOfPage);
  const onPlace = (next: GraphPlace): void => go(withOwnSearch(next, usual));
  const answer = useTraffic(place);
  const compared = useCompared(place, answer.data);
  const { comparison, graph } = compared;
  const [dots, setDots] = usePreference('dots');
  useDefaultView(linked, go, !compact);
  const links = useShareLinks(place, graph?.at);
  const pictured = useRef<Pictured | null>(null);
  const onPictured = useCallback((now: Pictured) => {
    pictured.current = now;
  }, []);
  const question = useAnswered(place, answer);
  const live = place.atEpochSeconds === null;
  const stale = useIsStale(answer, live);
  const search = useSearch(graph, place, useKnown(place, graph, comparison));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (explainsBy(event) && place.selected !== null) return onPlace({ ...place, panel: 'explain' });
    if (place.view !== 'table' || event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    onPlace({ ...place, view: 'picture' });
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- T leads back from the table and E to the reason, wherever focus is
    <section className={`vigla-graph${compact ? ' vigla-graph--compact' : ''}`} aria-label={t('graph.title')} onKeyDown={onKeyDown}>
      {!compact && (
        <GraphToolbar
          place={place}
          graph={graph}
          dots={dots}
          onDots={setDots}
          onPlace={onPlace}
          sharing={
            <>
              <ViewsMenu place={place} onPlace={onPlace} />
              {links && <CopyLink links={links} />}
              <ShareMenu pictured={pictured} ready={graph !== undefined && graph.nodes.length > 0} />
            </>
          }
        />
      )}
      <div className={stale || compared.isOld ? 'vigla-graph-main vigla-graph-main--stale' : 'vigla-graph-main'}>
        <CompareHead answer={compared.answer} comparison={comparison} place={place} onPlace={onPlace} />
        <PictureNotices answer={answer} place={place} live={live} />
        {insteadOfPicture({ answer, place, onPlace }) ??
          (graph && (
            <Content
              graph={graph}
              later={answer.data ?? graph}
              comparison={comparison}
              search={search}
              question={question}
              waiting={isWaiting(answer, compared)}
              dots={dots && !stale && live}
              place={place}
              onPlace={onPlace}
              onShiftTraffic={onShiftTraffic}
              onPictured={onPictured}
            />
          ))}
      </div>
      {!compact && <RailPane place={place} onPlace={onPlace} answer={answer} />}
    </section>
  );
}

const isWaiting = ({ isPrevious }: Pick<Answer<unknown>, 'isPrevious'>, { isAwaited }: Pick<Compared, 'isAwaited'>): boolean =>
  isPrevious || isAwaited;

/** E asks why, wherever on the page the keyboard is. */
const explainsBy = ({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'e' && !ctrlKey && !metaKey && !altKey && !isTyping(target);

const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

interface ContentProps extends Pick<GraphViewProps, 'place' | 'onPlace'> {
  readonly graph: TrafficGraph;
  /** The graph as it is now, without what is gone. */
  readonly later: TrafficGraph;
  /** Null where one window stands alone. */
  readonly comparison: Comparison | null;
  readonly search: Search;
  /** What `graph` answers, whatever its instant. */
  readonly question: string;
  /** Whether `graph` is still that of another place. */
  readonly waiting: boolean;
  readonly dots: boolean;
  readonly onShiftTraffic: GraphViewProps['onShiftTraffic'] | undefined;
  /** Told what is shown, for those who take it along. */
  readonly onPictured: (pictured: Pictured) => void;
}

function Content({ graph, later, comparison, search, question, waiting, dots, place, onPlace, onShiftTraffic, onPictured }: ContentProps) {
  const t = useWords();
  const language = useLanguage();
  const { shownGraph, arranged, found } = seenThrough(search, graph);
  const look = useStable(lookOf(place));
  const selected = drawnFor(shownGraph, place.selected);
  // Without groups a selection changes nothing of what is drawn.
  const pointed = shownGraph.gathered ? selected : null;
  const drawing = useMemo(() => {
    const speech = { words: t, language };
    const plain = drawGraph(shownGraph, look, speech, pointed);
    return comparison ? comparedDrawing(plain, comparison, speech) : plain;
  }, [shownGraph, comparison, look, t, language, pointed]);
  const { positions, tidyUp, undoTidyUp, drop } = usePositions(arranged, {
    keepAs: useHost().transport.baseUrl,
    arrangement: useStable({ layout: place.layout, boxes: place.boxes }),
    hidden: place.hide,
    question,
  });
  const outcome = <Outcome search={search} place={place} onPlace={onPlace} />;
  const shown = useMemo(
    () =>
      positions &&
      new Map(drawing.plates.flatMap(({ id }) => (positions.has(id) ? [[id, positions.get(id) ?? { x: 0, y: 0 }] as const] : []))),
    [positions, drawing],
  );
  const room = useReplayRoom(shown, place.replay !== null);
  useEffect(() => {
    if (shown) onPictured(picturedOf({ graph: shownGraph, drawing, positions: shown }, place.selected, found));
  }, [onPictured, shownGraph, drawing, shown, place.selected, found]);
  const [takesFocus, setTakesFocus] = useState(false);
  const cameFrom = useRef<Element | null>(null);
  const select = (id: string | null, stay?: 'stay'): void => {
    setTakesFocus(stay === undefined);
    if (place.selected === null) cameFrom.current = document.activeElement;
    onPlace({ ...place, selected: id, panel: 'auto' });
  };
  // What the picture changes by itself leaves the keyboard on it.
  const placeFromPicture = (next: GraphPlace): void => {
    setTakesFocus(false);
    onPlace(next);
  };
  const panel = openPanel(place, comparison !== null);
  const withDots = dots && !comparison;
  return (
    <>
      {comparison && place.view !== 'picture' ? (
        <ComparedView {...{ comparison, later, place, found, outcome }} positions={shown} onSelect={select} />
      ) : place.view === 'table' ? (
        <GraphTable
          groups={shownGraph.gathered && <GroupTable graph={shownGraph} onSelect={select} onOpen={(id) => onPlace(withOpen(place, id))} />}
          outcome={outcome}
          frames={drawing.frames}
          graph={shownGraph}
          selected={place.selected}
          found={found}
          onSelect={select}
        />
      ) : (
        shown &&
        (shownGraph.nodes.length === 0 ? (
          <AllHidden graph={graph} place={place} onPlace={onPlace} />
        ) : (
          <PicturePane
            graph={shownGraph}
            comparison={comparison}
            outcome={outcome}
            drawing={drawing}
            positions={shown}
            room={room}
            place={{ ...place, selected }}
            found={found}
            dots={withDots}
            onPlace={placeFromPicture}
            onSelect={select}
            onDrop={drop}
            crowded={panel !== null}
            onTidyUp={tidyUp}
            onUndoTidyUp={undoTidyUp}
            onShiftTraffic={onShiftTraffic}
          />
        ))
      )}
      {comparison && panel === 'changes' && <WhatChanged comparison={comparison} place={place} onPlace={onPlace} />}
      {panel === 'details' && (
        <DetailsPanel
          {...{ graph, waiting, onShiftTraffic, takesFocus }}
          place={askedPlace(place, comparison, selected)}
          onPlace={(next) => onPlace({ ...next, atEpochSeconds: place.atEpochSeconds })}
          frames={drawing.frames}
          selected={selected}
          onSelect={select}
          onClose={() => {
            select(null);
            if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus({ preventScroll: true });
          }}
          onExplain={(element) => {
            setTakesFocus(true);
            onPlace({ ...place, selected: element, panel: 'explain' });
          }}
        />
      )}
      <Announcer graph={graph} />
    </>
  );
}
