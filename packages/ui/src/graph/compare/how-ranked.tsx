import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { chanceText, type Voice } from './finding-text.ts';

/** By which tests differences are told from chance, and what counts as usual. Unfolds on demand. */
export function HowRanked({ voice }: { readonly voice: Voice }) {
  const { t, f, comparison } = voice;
  const [open, setOpen] = useState(false);
  const [evidence] = comparison.findings[0]?.evidence ?? [];
  const { usual, level } = comparison;
  return (
    <footer className="vigla-compare-how">
      {evidence && (
        <p>
          {t('compare.ranked')}{' '}
          {t('compare.ranked.first', {
            test: t(`compare.test.${evidence.test}`),
            p: chanceText(evidence, voice),
            count: f.count(Math.round(Math.max(evidence.before, evidence.after))),
          })}
        </p>
      )}
      <Button variant="link" isInline aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('compare.ranked.how')}
      </Button>
      {open && (
        <>
          <p>{t('compare.how.tests')}</p>
          <p>{t('compare.how.usual', { load: f.share(usual.load), call: f.share(usual.call) })}</p>
          <p>{t('compare.how.level', { count: level.tests, odds: f.count(Math.round(1 / level.familyWise)) })}</p>
          <p>{t('compare.how.least')}</p>
        </>
      )}
    </footer>
  );
}
