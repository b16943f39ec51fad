import './notice.css';
import type { ProblemError } from '../data/index.ts';
import { useNow } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';

export interface StaleBannerProps {
  /** When the newest sample of what is shown was taken. Units: epoch seconds. */
  readonly shownAt: number;
  /** Why nothing newer came. */
  readonly error: ProblemError;
  readonly retrySeconds?: number;
}

/** Stands above an old picture: how old it is, who is silent, when it is tried again. */
export function StaleBanner({ shownAt, error, retrySeconds = 5 }: StaleBannerProps) {
  const t = useWords();
  const { instant, age } = useFormat();
  const now = useNow();
  const source = error.problem?.source;
  const who = source ? t(`data.source.${source}`) : t('problem.stale.server');
  return (
    <div className="vigla-banner" role="status" aria-live="off">
      <span className="vigla-banner__sign">
        <Sign kind="degraded" />
      </span>
      <span>
        <strong>{t('problem.stale.title', { instant: instant(shownAt), age: age(now - shownAt) })}</strong>{' '}
        {t('problem.stale.text', { source: who.charAt(0).toLocaleUpperCase() + who.slice(1), seconds: retrySeconds })}
      </span>
    </div>
  );
}
