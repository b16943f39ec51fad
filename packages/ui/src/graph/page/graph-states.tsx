import type { TrafficGraph } from '@vigla/contract/graph';
import { listNamespaces } from '@vigla/contract/inventory';
import type { Right } from '@vigla/contract/problem';
import { Button } from '@patternfly/react-core';
import type { Answer } from '../../data/index.ts';
import { useEndpoint, useNow } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { EmptyNotice, ForbiddenNotice, GapNotices, LoadingOutline, ProblemNotice, StaleBanner } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords, type WordKey } from '../../words/index.ts';
import { missingElement } from '../explain/missing-element.ts';
import { SidePanel } from '../panel/side-panel.tsx';
import { longerThan } from '../place/longer-window.ts';
import { type GraphPlace, showable } from '../place/graph-place.ts';

interface StateProps {
  readonly answer: Answer<TrafficGraph>;
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
}

/** What stands where the picture would stand, while there is none; null when there is one. */
export function insteadOfPicture({ answer, place, onPlace }: StateProps) {
  const { data, error } = answer;
  if (!data && error?.code === 'forbidden') return <NotVisible missing={error.problem?.missing ?? null} place={place} onPlace={onPlace} />;
  if (!data && error) return <ProblemNotice error={error} onRetry={answer.refetch} />;
  if (!data) return answer.isFetching ? <Loading answer={answer} place={place} /> : <Stopped answer={answer} />;
  if (place.namespaces.length > 0 && data.namespaces.length === 0 && !answer.isPrevious)
    return <NotVisible missing={null} place={place} onPlace={onPlace} />;
  if (data.nodes.length === 0) return <Nothing graph={data} place={place} onPlace={onPlace} />;
  return null;
}

function Loading({ answer, place }: Pick<StateProps, 'answer' | 'place'>) {
  const t = useWords();
  const count = place.namespaces.length;
  return (
    <LoadingOutline
      what={t('graph.what')}
      asking={count === 0 ? t('graph.askingAll') : t('graph.asking', { count })}
      onCancel={answer.cancel}
    />
  );
}

/** Nothing was answered, because somebody stopped the question. */
export function Stopped({ answer }: { readonly answer: Pick<Answer<unknown>, 'refetch'> }) {
  const t = useWords();
  const again = (
    <Button variant="secondary" onClick={answer.refetch}>
      {t('graph.stopped.again')}
    </Button>
  );
  return (
    <EmptyNotice title={t('graph.stopped.title')} sign={<Sign kind="unknown" />} actions={again}>
      {t('graph.stopped.text')}
    </EmptyNotice>
  );
}

interface NotVisibleProps extends Pick<StateProps, 'place' | 'onPlace'> {
  readonly missing: Right | null;
}

/** None of what was asked for may be seen. The server names one right; where several namespaces were asked for, all of them lack it. */
function NotVisible({ missing, place, onPlace }: NotVisibleProps) {
  const t = useWords();
  const { namespaces } = place;
  const wayOn = namespaces.length > 0 && (
    <Button variant="link" isInline onClick={() => onPlace({ ...place, namespaces: [], selected: null })}>
      {t('graph.notVisible.wayOn')}
    </Button>
  );
  return (
    <ForbiddenNotice
      missing={namespaces.length > 1 ? null : missing}
      namespaces={namespaces}
      detail={namespaces.length > 0 ? t('graph.notVisible.why', { count: namespaces.length }) : t('graph.nothingVisible')}
      wayOn={wayOn}
    />
  );
}

/** A graph does not tell silence from names that do not exist: the list of namespaces does. */
function Nothing({ graph, place, onPlace }: EmptyProps) {
  const { data } = useEndpoint(listNamespaces, {}, { freshness: 'live' });
  const known = new Set(data?.namespaces.map(({ name }) => name));
  const isElsewhere = data !== undefined && place.namespaces.length > 0 && !place.namespaces.some((name) => known.has(name));
  return isElsewhere ? (
    <NotVisible missing={null} place={place} onPlace={onPlace} />
  ) : (
    <Empty graph={graph} place={place} onPlace={onPlace} />
  );
}

type EmptyProps = { readonly graph: TrafficGraph } & Pick<StateProps, 'place' | 'onPlace'>;

function Empty({ graph, place, onPlace }: EmptyProps) {
  const t = useWords();
  const language = useLanguage();
  const f = useFormat();
  const longer = longerThan(place.windowSeconds);
  const lacksTraffic = graph.gaps.find(({ lacks }) => lacks === 'traffic');
  const scope = place.namespaces.length > 0 ? new Intl.ListFormat(language).format(place.namespaces) : t('graph.empty.everywhere');
  const nothing = missingElement({ from: null, to: null });
  return (
    <>
      <EmptyNotice
        title={lacksTraffic ? t('graph.lacksTraffic') : t('graph.empty.title', { span: f.span(graph.window) })}
        sign={<Sign kind={lacksTraffic ? 'unknown' : 'idle'} />}
        actions={
          <>
            {longer !== null && (
              <Button variant="secondary" onClick={() => onPlace({ ...place, windowSeconds: longer })}>
                {t('graph.empty.longer', { span: f.span(longer) })}
              </Button>
            )}
            {waysOut(place).map(({ word, to }) => (
              <Button key={word} variant="link" onClick={() => onPlace(to)}>
                {t(word)}
              </Button>
            ))}
            <Button variant="link" onClick={() => onPlace({ ...place, selected: nothing, panel: 'explain' })}>
              {t('explain.why')}
            </Button>
          </>
        }
      >
        {lacksTraffic?.detail ?? t('graph.empty.text', { scope, window: f.window(graph.at - graph.window, graph.at) })}
      </EmptyNotice>
      {place.panel === 'explain' && place.selected === nothing && (
        <SidePanel
          graph={graph}
          frames={[]}
          selected={nothing}
          place={place}
          moment={{ windowSeconds: graph.window, at: place.atEpochSeconds === null ? null : graph.at }}
          takesFocus
          onPlace={onPlace}
          explains
          waiting={false}
          onExplain={(selected) => onPlace({ ...place, selected, panel: 'explain' })}
          onSelect={(selected) => onPlace({ ...place, selected, panel: 'auto' })}
          onClose={() => onPlace({ ...place, selected: null, panel: 'auto' })}
        />
      )}
    </>
  );
}

/** What narrows an empty graph, and the place without it. */
function waysOut(place: GraphPlace): readonly { readonly word: WordKey; readonly to: GraphPlace }[] {
  const { show, namespaces, focus } = place;
  return [
    ...(show.includes('idle')
      ? []
      : [{ word: 'display.empty.idle' as const, to: { ...place, show: showable.filter((one) => one === 'idle' || show.includes(one)) } }]),
    ...(namespaces.length === 0 ? [] : [{ word: 'display.empty.everywhere' as const, to: { ...place, namespaces: [], selected: null } }]),
    ...(focus === null ? [] : [{ word: 'display.empty.focus' as const, to: { ...place, focus: null, hops: 1 } }]),
  ];
}

const lateAfterSeconds = 120;

/** Whether what is shown is older than it should be: nothing newer came, or what came holds no new samples. */
export function useIsStale(answer: Answer<TrafficGraph>, live: boolean): boolean {
  const now = useNow(5000);
  const { data, error } = answer;
  if (!data || !live) return false;
  return error !== null || isLate(data, now);
}

const isLate = ({ newestSampleAt }: TrafficGraph, now: number): boolean =>
  newestSampleAt !== null && now - newestSampleAt > lateAfterSeconds;

/** What stands above the picture: its age, parts that are missing, namespaces that are not visible, parts of the link that mean nothing. */
export function PictureNotices({ answer, place, live }: Pick<StateProps, 'answer' | 'place'> & { readonly live: boolean }) {
  const t = useWords();
  const { data, error } = answer;
  if (!data) return null;
  const hidden = answer.isPrevious ? [] : place.namespaces.filter((one) => !data.namespaces.includes(one));
  return (
    <div className="vigla-graph-notices">
      {error && <StaleBanner shownAt={data.newestSampleAt ?? data.at} error={error} />}
      {!error && live && <Late graph={data} />}
      {live ? (
        <GapNotices gaps={data.gaps} onRetry={answer.refetch} />
      ) : (
        // What the past lacks is no outage, and asking again brings none of it back.
        data.gaps.map(({ source, lacks, detail }) => (
          <p key={`${source} ${lacks} ${detail}`} className="vigla-gap">
            <Sign kind="unknown" /> {detail}
          </p>
        ))
      )}
      {hidden.length > 0 && data.namespaces.length > 0 && (
        <p className="vigla-graph-subtle">{t('graph.notVisible', { namespaces: hidden.join(', '), count: hidden.length })}</p>
      )}
    </div>
  );
}

/** Prometheus answers, but what it has is old: its scrapes have stopped. */
function Late({ graph }: { readonly graph: TrafficGraph }) {
  const t = useWords();
  const f = useFormat();
  const now = useNow(5000);
  if (graph.newestSampleAt === null || !isLate(graph, now)) return null;
  return (
    <div className="vigla-banner" role="status" aria-live="off">
      <Sign kind="degraded" />
      <span>
        <strong>{t('graph.late.title', { instant: f.instant(graph.newestSampleAt), age: f.age(now - graph.newestSampleAt) })}</strong>{' '}
        {t('graph.late.text')}
      </span>
    </div>
  );
}
