import type { Comparison } from '@vigla/contract/compare';
import { Button, Title } from '@patternfly/react-core';
import { TimesIcon } from '@patternfly/react-icons';
import { useEffect, useRef } from 'react';
import { clockText, useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { findingItems } from './finding-items.ts';
import { FindingLine } from './finding-line.tsx';
import { HowRanked } from './how-ranked.tsx';
import { SelectedDifference } from './selected-difference.tsx';
import type { Voice } from './finding-text.ts';

interface WhatChangedProps {
  readonly comparison: Comparison;
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
}

/** The list of what changed: worst first, consequences beneath their cause, with what was written shortly before. */
export function WhatChanged({ comparison, place, onPlace }: WhatChangedProps) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const list = useRef<HTMLOListElement>(null);
  const voice: Voice = { t, f, speech: { words: t, language }, comparison };
  const items = findingItems(comparison);
  const clock = (at: number): string => clockText(at, { now: comparison.after.at, language });
  const span = { from: clock(comparison.before.at), to: clock(comparison.after.at) };
  const { selected } = place;
  const isListed = items.some(({ finding, consequence }) => (consequence ?? finding).edges.includes(selected ?? ''));
  useEffect(() => {
    if (selected !== null) list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const close = (): void => onPlace({ ...place, panel: 'none' });
  const select = (id: string): void => onPlace({ ...place, selected: selected === id ? null : id, panel: 'auto' });
  return (
    <aside
      className="vigla-graph-panel vigla-compare-panel"
      aria-label={t('compare.title')}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <div className="vigla-graph-panel__head">
        <Title headingLevel="h2" size="lg">
          {t('compare.title')}
        </Title>
        <Button variant="plain" icon={<TimesIcon />} aria-label={t('compare.close')} onClick={close} />
      </div>
      <p className="vigla-compare-summary">
        {items.length === 0 ? t('compare.none', span) : t('compare.summary', { count: items.length, ...span })}{' '}
        {comparison.unlisted > 0 && t('compare.unlisted', { count: comparison.unlisted })}
      </p>
      {selected !== null && !isListed && <SelectedDifference id={selected} voice={voice} />}
      <ol ref={list} className="vigla-compare-findings">
        {items.map((item) => (
          <FindingLine
            key={`${item.finding.id} ${item.consequence?.id ?? ''}`}
            item={item}
            voice={voice}
            isCurrent={selected !== null && (item.consequence ?? item.finding).edges.includes(selected)}
            onSelect={select}
            onExplain={(id) => onPlace({ ...place, selected: id, panel: 'explain' })}
          />
        ))}
      </ol>
      <HowRanked voice={voice} />
    </aside>
  );
}
