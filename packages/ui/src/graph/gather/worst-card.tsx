import type { Culprit, Gathered } from '@vigla/contract/graph';
import { Button } from '@patternfly/react-core';
import { useFormat } from '../../format/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';

interface WorstCardProps {
  readonly gathered: Gathered;
  /** How much was gathered, where the toolbar has no room to say so. */
  readonly counts: readonly string[] | null;
  readonly onSelect: (culprit: Culprit) => void;
  readonly onTable: () => void;
}

const most = 5;

/** The members at fault, by name: gathering hides no failure. */
export function WorstCard({ gathered: { worst, failing, degraded }, counts, onSelect, onTable }: WorstCardProps) {
  const t = useWords();
  const count = failing + degraded;
  return (
    <section className="vigla-gather-worst" aria-label={t('gather.worst')}>
      <header>
        <strong>{t('gather.worst')}</strong>
        <span>{count === 0 ? t('gather.worst.none') : t('gather.worst.counts', { failing, degraded })}</span>
      </header>
      {counts && <p className="vigla-gather-counts">{counts.join(' · ')}</p>}
      {worst.length > 0 && <CulpritList culprits={worst.slice(0, most)} onSelect={onSelect} />}
      {count > most && (
        <Button variant="link" isInline onClick={onTable}>
          {t('gather.worst.all', { count })}
        </Button>
      )}
    </section>
  );
}

/** Members at fault with their failed share, worst first. */
export function CulpritList({
  culprits,
  onSelect,
}: {
  readonly culprits: readonly Culprit[];
  readonly onSelect: (culprit: Culprit) => void;
}) {
  const t = useWords();
  const f = useFormat();
  return (
    <ul className="vigla-gather-culprits">
      {culprits.map((culprit) => (
        <li key={culprit.id}>
          <Sign kind={culprit.health} label={t(`graph.health.${culprit.health}`)} />
          <button type="button" className="vigla-graph-link" title={culprit.namespace ?? undefined} onClick={() => onSelect(culprit)}>
            {culprit.name}
          </button>
          <span className={`vigla-graph-${culprit.health}`}>{f.share(culprit.errorRatio)}</span>
        </li>
      ))}
    </ul>
  );
}
