import './live-control.css';
import { getGraph } from '@vigla/contract/graph';
import { getOverview } from '@vigla/contract/overview';
import { Button } from '@patternfly/react-core';
import { PauseIcon, PlayIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { useNow, useShown } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { useWords } from '../words/index.ts';

export interface LiveControlProps {
  /** The instant that is shown; null while live. Units: epoch seconds. */
  readonly atEpochSeconds: number | null;
  /** The instant is one of a replay. */
  readonly replays?: boolean;
  readonly onChoose: (atEpochSeconds: number | null) => void;
}

/** Live data that is older than this is marked even when nothing failed. Units: seconds. */
const lateAfterSeconds = 60;

/** Dates the page by its newest sample, holds it still, and brings it back to the present. */
export function LiveControl({ atEpochSeconds, replays = false, onChoose }: LiveControlProps) {
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  if (atEpochSeconds !== null) {
    const way = replays ? 'replay' : atEpochSeconds === pausedAt ? 'pause' : 'past';
    return <Past at={atEpochSeconds} way={way} onLive={() => onChoose(null)} />;
  }
  const pause = (at: number) => {
    setPausedAt(at);
    onChoose(at);
  };
  return <Live onPause={pause} />;
}

interface PastProps {
  readonly at: number;
  readonly way: 'pause' | 'past' | 'replay';
  readonly onLive: () => void;
}

function Past({ at, way, onLive }: PastProps) {
  const t = useWords();
  const { instant, exact, age } = useFormat();
  const now = useNow();
  return (
    <span className="vigla-live vigla-live--past">
      <time className="vigla-live__state" title={exact(at)}>
        {way === 'pause' && t('parts.live.paused', { instant: instant(at) })}
        {way === 'past' && t('parts.live.past', { instant: instant(at), age: age(now - at) })}
        {way === 'replay' && t('time.replay.at', { instant: instant(at), age: age(now - at) })}
      </time>
      <Button variant="secondary" size="sm" icon={<PlayIcon />} onClick={onLive}>
        {t('parts.live.back')}
      </Button>
    </span>
  );
}

/** Where two windows are on screen, the page is as old as the later one. */
const endOf = ({ at }: { readonly at: number }): number => at;

function Live({ onPause }: { readonly onPause: (at: number) => void }) {
  const t = useWords();
  const { time, exact, age } = useFormat();
  const now = useNow();
  const graph = useShown(getGraph, endOf);
  const overview = useShown(getOverview, endOf);
  const { data: shown, isFailing } = graph.data ? graph : overview;
  const sampled = shown?.newestSampleAt ?? shown?.at ?? null;
  const late = sampled !== null && (isFailing || now - sampled > lateAfterSeconds);
  return (
    <span className={late ? 'vigla-live vigla-live--late' : 'vigla-live'}>
      <span className="vigla-live__dot" aria-hidden="true" />
      <span className="vigla-live__state">{t('parts.live')}</span>
      {sampled !== null && (
        <time className="vigla-live__time" title={exact(sampled)}>
          {late ? t('parts.live.late', { instant: time(sampled), age: age(now - sampled) }) : time(sampled)}
        </time>
      )}
      <Button
        variant="plain"
        aria-label={t('parts.live.pause')}
        title={t('parts.live.pause')}
        icon={<PauseIcon />}
        isDisabled={!shown}
        onClick={() => shown && onPause(shown.at)}
      />
    </span>
  );
}
