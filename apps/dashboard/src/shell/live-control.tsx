import { getGraph } from '@vigla/contract/graph';
import { useNow, useShown } from '@vigla/ui/data';
import { useFormat } from '@vigla/ui/format';
import type { GraphPlace } from '@vigla/ui/graph';
import { useWords } from '@vigla/ui/words';
import { Button } from '@patternfly/react-core';
import { PauseIcon, PlayIcon } from '@patternfly/react-icons';
import { useState } from 'react';

export interface LiveControlProps {
  readonly place: GraphPlace;
  readonly go: (place: GraphPlace) => void;
}

/** Live data that is older than this is marked, whatever the reason. Units: seconds. */
const lateAfterSeconds = 60;

/** Dates the page by its newest sample, holds it still, and brings it back to the present. */
export function LiveControl({ place, go }: LiveControlProps) {
  const t = useWords();
  const { time, instant, exact, age } = useFormat();
  const now = useNow();
  const shown = useShown(getGraph);
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const { atEpochSeconds } = place;
  if (atEpochSeconds !== null) {
    const paused = atEpochSeconds === pausedAt;
    return (
      <span className="vigla-live vigla-live--past">
        <time className="vigla-live__state" title={exact(atEpochSeconds)}>
          {paused
            ? t('shell.paused', { instant: instant(atEpochSeconds) })
            : t('shell.past', { instant: instant(atEpochSeconds), age: age(now - atEpochSeconds) })}
        </time>
        <Button variant="secondary" size="sm" icon={<PlayIcon />} onClick={() => go({ ...place, atEpochSeconds: null })}>
          {t('shell.back_to_live')}
        </Button>
      </span>
    );
  }
  const sampled = shown?.newestSampleAt ?? shown?.at ?? null;
  const late = sampled !== null && now - sampled > lateAfterSeconds;
  const pause = () => {
    if (!shown) return;
    setPausedAt(shown.at);
    go({ ...place, atEpochSeconds: shown.at });
  };
  return (
    <span className={late ? 'vigla-live vigla-live--late' : 'vigla-live'}>
      <span className="vigla-live__dot" aria-hidden="true" />
      <span className="vigla-live__state">{t('shell.live')}</span>
      {sampled !== null && (
        <time className="vigla-live__time" title={exact(sampled)}>
          {late ? t('shell.late', { instant: time(sampled), age: age(now - sampled) }) : time(sampled)}
        </time>
      )}
      <Button
        variant="plain"
        aria-label={t('shell.pause')}
        title={t('shell.pause')}
        icon={<PauseIcon />}
        isDisabled={!shown}
        onClick={pause}
      />
    </span>
  );
}
