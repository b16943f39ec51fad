import './source-list.css';
import type { SourceState } from '@vigla/contract/mesh';
import { useNow } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { sourceHealth } from './source-health.ts';
import { useCostText, useReadingCost } from './use-reading-cost.ts';

export interface SourceListProps {
  readonly sources: readonly SourceState[];
}

/** Every source in words: how it does, how old its last answer is, and what its silence costs. */
export function SourceList({ sources }: SourceListProps) {
  return (
    <ul className="vigla-sources">
      {sources.map((source) => (
        <Source key={source.name} source={source} />
      ))}
    </ul>
  );
}

function Source({ source }: { readonly source: SourceState }) {
  const t = useWords();
  const { count } = useFormat();
  const cost = useReadingCost();
  const costText = useCostText();
  const { name, state, url, version, detail, requests } = source;
  return (
    <li className="vigla-sources__source">
      <Sign kind={sourceHealth(source)} />
      <div>
        <strong>{t(`mesh.source.${name}`)}</strong> {version && <span className="vigla-sources__subtle">{version}</span>}
        <div>
          <Freshness source={source} />
        </div>
        {state === 'failing' && <div>{t(`mesh.lost.${name}`)}</div>}
        {detail && <div className="vigla-sources__subtle">{detail}</div>}
        {url && <div className="vigla-sources__url">{url}</div>}
        {name === 'prometheus' && state === 'ok' && cost && <div className="vigla-sources__subtle">{costText(cost, 'long')}</div>}
        {state !== 'not_configured' && (
          <div className="vigla-sources__subtle">{t('mesh.requests', { count: requests, written: count(requests) })}</div>
        )}
      </div>
    </li>
  );
}

function Freshness({ source: { state, lastOkAt, failingSince } }: { readonly source: SourceState }) {
  const t = useWords();
  const { instant, age } = useFormat();
  const now = useNow();
  const dated = (at: number) => ({ instant: instant(at), age: age(now - at) });
  if (state === 'ok' && lastOkAt !== null) return t('mesh.state.ok_at', dated(lastOkAt));
  if (state === 'failing' && failingSince !== null) return t('mesh.state.failing_since', dated(failingSince));
  return t(`mesh.state.${state}`);
}
