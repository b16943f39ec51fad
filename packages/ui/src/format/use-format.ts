import { useMemo } from 'react';
import { useServerClock } from '../data/index.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { ageText, durationText, spanText } from './durations.ts';
import { exactText, instantText, timeText, windowText } from './instants.ts';
import { bytesText, countText, percentText, rateText, shareText } from './quantities.ts';

type Measured = (value: number | null | undefined) => string;

/** Every quantity in the reader's language. What was not measured is said so, in words. */
export interface Format {
  readonly rate: Measured;
  readonly share: Measured;
  readonly percent: Measured;
  /** Units: milliseconds. */
  readonly duration: Measured;
  readonly bytes: Measured;
  readonly count: Measured;
  /** Units: seconds. */
  readonly span: (seconds: number) => string;
  readonly age: (seconds: number) => string;
  /** Units: epoch seconds. */
  readonly instant: (at: number) => string;
  readonly time: (at: number) => string;
  readonly exact: (at: number) => string;
  readonly window: (from: number, to: number) => string;
}

/** The formats bound to the reader's language and the server's day. */
export function useFormat(): Format {
  const t = useWords();
  const language = useLanguage();
  const now = useServerClock();
  return useMemo(() => {
    const measured =
      (text: (value: number, language: string) => string): Measured =>
      (value) =>
        value === null || value === undefined ? t('data.not_measured') : text(value, language);
    const calendar = () => ({ now: now(), language });
    return {
      rate: measured(rateText),
      share: measured(shareText),
      percent: measured(percentText),
      duration: measured(durationText),
      bytes: measured(bytesText),
      count: measured(countText),
      span: (seconds) => spanText(seconds, language),
      age: (seconds) => ageText(seconds, language),
      instant: (at) => instantText(at, calendar()),
      time: (at) => timeText(at, calendar()),
      exact: (at) => exactText(at, { language }),
      window: (from, to) => windowText(from, to, calendar()),
    };
  }, [t, language, now]);
}
