import type { Change } from '@vigla/contract/changes';
import type { TrafficHistory } from '@vigla/contract/graph';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { clockText, useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import type { Player } from '../replay/use-replay.ts';
import { changeFlag } from '../signs/graph-signs.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { EarlierHandle } from './earlier-handle.tsx';
import { onRailKey } from './rail-keys.ts';
import { WindowVeil } from './window-veil.tsx';
import {
  type ChangeCluster,
  clusterChanges,
  instantAt,
  laneAreas,
  lastMeasured,
  measuredAt,
  type RailSpan,
  shareOf,
} from './rail-scale.ts';

export interface TimeRailProps {
  readonly history: TrafficHistory | undefined;
  /** Null while they are not known. */
  readonly changes: readonly Change[] | null;
  /** Why there is no history or there are no changes; null when there is nothing to say. */
  readonly problem: string | null;
  /** End of the window shown; null is live. Units: epoch seconds. */
  readonly at: number | null;
  readonly windowSeconds: number;
  readonly onAt: (at: number | null) => void;
  /** Sets the length of the window; absent where it stays as it is. Units: seconds. */
  readonly onWindow?: (windowSeconds: number) => void;
  /** End of the earlier window; null while nothing is compared. Units: epoch seconds. */
  readonly versus?: number | null;
  /** Sets the earlier window; absent where nothing can be compared. */
  readonly onVersus?: (versus: number) => void;
  /** What is replayed; null while nothing is. */
  readonly player?: Player | null;
  /** What else can be done with time. */
  readonly tools?: ReactNode;
}

const laneHeight = 28;
/** How much of the rail the label of the handle takes at most. Units: ratio. */
const labelShare = 0.06;

/** Whether a flag would stand behind the label of the handle, which reaches to the left in the later half. */
const isUnderLabel = (flag: number, handle: number): boolean =>
  handle > 0.5 ? flag > handle - labelShare && flag <= handle : flag >= handle && flag < handle + labelShare;

/** Where the picture stands in time: what entered and failed, what was changed, and the handle to go back. */
export function TimeRail(props: TimeRailProps) {
  const { history, changes, problem, at, windowSeconds, onAt, onWindow, versus = null, onVersus, player = null, tools } = props;
  const t = useWords();
  const f = useFormat();
  if (!history) {
    return (
      <div className="vigla-graph-rail vigla-graph-rail--empty" role="status">
        {problem ?? t('graph.rail.loading')}
      </div>
    );
  }
  const valueOf = (values: readonly (number | null)[]) => (at === null ? lastMeasured(values) : measuredAt(at, values, history));
  const entering = valueOf(history.enteringPerSecond);
  const failing = valueOf(history.failingPerSecond);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the replay work wherever the focus is on the rail
    <section className="vigla-graph-rail" aria-label={t('graph.rail.label')} onKeyDown={(event) => player && onReplayKey(event, player)}>
      <div className="vigla-graph-rail__names">
        <span>{t('graph.rail.entering')}</span>
        <span className="vigla-graph-subtle">{f.rate(entering)}</span>
        <span>{t('graph.rail.failing')}</span>
        <span className={failing ? 'vigla-graph-failing' : 'vigla-graph-subtle'}>{f.rate(failing)}</span>
      </div>
      <RailTrack
        history={history}
        changes={changes ?? []}
        at={at}
        windowSeconds={windowSeconds}
        onAt={onAt}
        versus={versus}
        player={player}
        {...(onVersus && { onVersus })}
        {...(onWindow && { onWindow })}
      />
      <div className="vigla-graph-rail__side">
        {changes && (
          <span className="vigla-graph-rail__changes">
            <GraphSignIcon sign={changeFlag} /> {t('graph.rail.changes', { count: changes.length })}
          </span>
        )}
        {tools}
        {problem && (
          <span className="vigla-graph-rail__problem" role="status">
            {problem}
          </span>
        )}
      </div>
    </section>
  );
}

function RailTrack({
  history,
  changes,
  at,
  windowSeconds,
  onAt,
  onWindow,
  versus = null,
  onVersus,
  player = null,
}: Omit<TimeRailProps, 'history' | 'changes' | 'problem' | 'tools'> & {
  readonly history: TrafficHistory;
  readonly changes: readonly Change[];
}) {
  const t = useWords();
  const language = useLanguage();
  const track = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [pulled, setPulled] = useState<number | null>(null);
  const span: RailSpan = { from: history.from, to: history.to };
  const shown = dragged ?? at ?? history.to;
  // A link may follow its keys late: the next press goes on from where the last one asked to be.
  const asked = useRef(shown);
  useEffect(() => {
    asked.current = shown;
  }, [shown]);
  const ask = (instant: number | null): void => {
    asked.current = instant ?? span.to;
    onAt(instant);
  };
  const clock = (instant: number): string => clockText(instant, { now: history.to, language });
  const settle = (instant: number): void => onAt(instant >= history.to - history.stepSeconds / 2 && at === null ? null : instant);
  const share = shareOf(shown, span);
  const under = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return instantAt(box && box.width > 0 ? (event.clientX - box.left) / box.width : 1, span, history.stepSeconds);
  };
  const earlier = pulled ?? versus;
  const labelled = earlier === null ? [share] : [share, shareOf(earlier, span)];
  const ticks = Array.from({ length: 7 }, (_, i) => span.from + ((span.to - span.from) * i) / 6);
  return (
    <div className="vigla-graph-rail__track">
      <div
        ref={track}
        className="vigla-graph-rail__lanes"
        onPointerDown={(event) => {
          if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          // With Alt, or from its own handle, the earlier instant is moved.
          const isEarlier = event.altKey || (event.target instanceof Element && event.target.closest('[data-earlier]') !== null);
          if (isEarlier && onVersus) setPulled(under(event));
          else setDragged(under(event));
        }}
        onPointerMove={(event) => {
          if (dragged !== null) setDragged(under(event));
          if (pulled !== null) setPulled(under(event));
        }}
        onPointerUp={(event) => {
          if (pulled !== null && under(event) < shown) onVersus?.(under(event));
          setPulled(null);
          if (dragged === null) return;
          settle(under(event));
          setDragged(null);
        }}
        onPointerCancel={() => {
          setDragged(null);
          setPulled(null);
        }}
      >
        <Lane name="entering" values={history.enteringPerSecond} />
        <Lane name="failing" values={history.failingPerSecond} />
        {player && (
          <div
            className="vigla-graph-rail__stretch"
            style={{
              insetInlineStart: `${shareOf(player.frames.first, span) * 100}%`,
              insetInlineEnd: `${(1 - shareOf(player.frames.last, span)) * 100}%`,
            }}
          />
        )}
        <WindowVeil end={shown} windowSeconds={windowSeconds} history={history} track={track} onWindow={player ? undefined : onWindow} />
        {earlier !== null && (
          <EarlierHandle at={earlier} latest={shown} windowSeconds={windowSeconds} history={history} {...(onVersus && { onVersus })} />
        )}
        {clusterChanges(changes, span).map((cluster) => (
          <ChangeMark
            key={cluster.share}
            cluster={cluster}
            low={labelled.some((handle) => isUnderLabel(cluster.share, handle))}
            onAt={onAt}
          />
        ))}
        <div
          className={`vigla-graph-rail__handle${share > 0.5 ? ' vigla-graph-rail__handle--late' : ''}`}
          style={{ insetInlineStart: `${share * 100}%` }}
          role="slider"
          tabIndex={0}
          aria-label={t('graph.rail.handle')}
          aria-valuemin={span.from}
          aria-valuemax={span.to}
          aria-valuenow={Math.min(span.to, Math.max(span.from, shown))}
          aria-valuetext={clock(shown)}
          onKeyDown={(event) =>
            onRailKey(
              event,
              player
                ? {
                    shown: asked.current,
                    step: player.frames.stepSeconds,
                    span: { from: player.frames.first, to: player.frames.last },
                    onAt: ask,
                  }
                : { shown: asked.current, step: history.stepSeconds, span, onAt: ask },
            )
          }
        >
          <span>{clock(shown)}</span>
        </div>
      </div>
      <div className="vigla-graph-rail__ticks" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick}>{clock(tick)}</span>
        ))}
      </div>
    </div>
  );
}

function Lane({ name, values }: { readonly name: 'entering' | 'failing'; readonly values: readonly (number | null)[] }) {
  return (
    <svg
      className={`vigla-graph-lane vigla-graph-lane--${name}`}
      viewBox={`0 0 1000 ${laneHeight}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {laneAreas(values, laneHeight).map((area) => (
        <path key={area} d={area} />
      ))}
    </svg>
  );
}

interface ChangeMarkProps {
  readonly cluster: ChangeCluster;
  /** Its flag stands at the foot of its line, where the label of the handle leaves no room above. */
  readonly low: boolean;
  readonly onAt: (at: number) => void;
}

function ChangeMark({ cluster: { share, changes }, low, onAt }: ChangeMarkProps) {
  const t = useWords();
  const f = useFormat();
  const text = changes
    .map(({ at, by, object, kind }) => t(`graph.rail.change.${kind}`, { at: f.instant(at), by, what: `${object.kind} ${object.name}` }))
    .join('\n');
  const first = changes[0];
  return (
    <button
      type="button"
      className={low ? 'vigla-graph-rail__flag vigla-graph-rail__flag--low' : 'vigla-graph-rail__flag'}
      style={{ insetInlineStart: `${share * 100}%` }}
      title={text}
      aria-label={text}
      onClick={() => first && onAt(first.at)}
    >
      <GraphSignIcon sign={changeFlag} />
    </button>
  );
}

/** Space and k play and pause, arrows step. A button keeps its own keys. */
function onReplayKey(event: KeyboardEvent, { toggle, step }: Player): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest('button, input, [role="dialog"]')) return;
  if (event.key === ' ' || event.key.toLowerCase() === 'k') toggle();
  else if (event.key === 'ArrowLeft') step(-1);
  else if (event.key === 'ArrowRight') step(1);
  else return;
  event.preventDefault();
}
