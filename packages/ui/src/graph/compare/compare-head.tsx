import type { Comparison } from '@vigla/contract/compare';
import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import type { Answer } from '../../data/index.ts';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';
import { isEarlier } from './use-comparison.ts';

interface CompareHeadProps extends ChoiceProps {
  readonly answer: Answer<Comparison>;
  /** What is shown; null while it is awaited. */
  readonly comparison: Comparison | null;
}

/** Says above the picture which two windows it tells apart, and lets the reader choose how. */
export function CompareHead({ answer, comparison, place, onPlace }: CompareHeadProps) {
  const t = useWords();
  const f = useFormat();
  if (place.versusEpochSeconds === null) return null;
  if (!comparison) return <Awaited answer={answer} place={place} />;
  const { before, after, findings } = comparison;
  const isPicture = place.view !== 'table';
  return (
    <div className="vigla-compare-head">
      <span className="vigla-compare-chip vigla-compare-chip--before">
        {t('compare.before')} <strong>{f.window(before.at - before.window, before.at)}</strong>
      </span>
      <span aria-hidden="true">→</span>
      <span className="vigla-compare-chip vigla-compare-chip--now">
        {t(place.atEpochSeconds === null ? 'compare.now' : 'compare.then')} <strong>{f.window(after.at - after.window, after.at)}</strong>
      </span>
      <span className="vigla-graph-subtle" role="status">
        {findings.length === 0 ? t('compare.nothing') : place.view === 'picture' ? t('compare.faded') : ''}
      </span>
      {answer.error && <Failed answer={answer} />}
      <span className="vigla-compare-head__end">
        {place.panel === 'none' && (
          <Button variant="secondary" size="sm" onClick={() => onPlace({ ...place, panel: 'auto' })}>
            {t('compare.open')}
          </Button>
        )}
        {isPicture && (
          <ToggleGroup isCompact aria-label={t('compare.view')}>
            <ToggleGroupItem
              text={t('compare.view.difference')}
              isSelected={place.view === 'picture'}
              onChange={() => onPlace({ ...place, view: 'picture' })}
            />
            <ToggleGroupItem
              text={t('compare.view.sides')}
              isSelected={place.view === 'sides'}
              onChange={() => onPlace({ ...place, view: 'sides' })}
            />
          </ToggleGroup>
        )}
      </span>
    </div>
  );
}

function Awaited({ answer, place }: Pick<CompareHeadProps, 'answer' | 'place'>) {
  const t = useWords();
  const f = useFormat();
  return (
    <div className="vigla-compare-head" role="status">
      {!isEarlier(place) ? (
        <span className="vigla-compare-failed">{t('compare.notEarlier')}</span>
      ) : answer.error ? (
        <Failed answer={answer} />
      ) : (
        t('compare.loading', { instant: f.instant(place.versusEpochSeconds ?? 0) })
      )}
    </div>
  );
}

function Failed({ answer }: Pick<CompareHeadProps, 'answer'>) {
  const t = useWords();
  return (
    <span className="vigla-compare-failed">
      {t('compare.failed', { detail: answer.error?.problem?.detail ?? '' })}{' '}
      <Button variant="link" isInline onClick={answer.refetch}>
        {t('compare.again')}
      </Button>
    </span>
  );
}
