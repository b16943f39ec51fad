import './source-list.css';
import type { SourceState } from '@vigla/contract/mesh';
import { useNow } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { sourceHealth } from './source-health.ts';
import type { SourceListProps } from './source-list.tsx';
import { useCostText, useReadingCost } from './use-reading-cost.ts';

/** Every source in one line: how it does, how old its last answer is, and what this page cost it. */
export function SourceSummary({ sources }: SourceListProps) {
  return (
    <ul className="vigla-source-summary">
      {sources.map((source) => (
        <Line key={source.name} source={source} />
      ))}
    </ul>
  );
}

function Line({ source }: { readonly source: SourceState }) {
  const t = useWords();
  const f = useFormat();
  const now = useNow();
  const cost = useReadingCost();
  const costText = useCostText();
  const { name, state, lastOkAt, failingSince } = source;
  const health = sourceHealth(source);
  const aside = name === 'prometheus' && cost ? costText(cost, 'short') : null;
  return (
    <li>
      <Sign kind={health} label={t(`graph.health.${health}`)} />
      <span>{t(`mesh.source.${name}`)}</span>
      <span>{state === 'ok' && lastOkAt !== null ? t('mesh.ago', { age: f.age(now - lastOkAt) }) : t(`mesh.state.${state}`)}</span>
      <span>{state === 'failing' && failingSince !== null ? t('mesh.since', { time: f.instant(failingSince) }) : aside}</span>
      {state === 'failing' && <p>{t(`mesh.lost.${name}`)}</p>}
    </li>
  );
}
