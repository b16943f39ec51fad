import type { AskedQuery } from '@vigla/contract/explain';
import { rateNumber } from '../../format/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { ExplainVoice } from './voice.ts';

/** What Prometheus was asked, word for word, with what it answered: to be tried again elsewhere. */
export function AskedQueries({ queries, voice: { t, f } }: { readonly queries: readonly AskedQuery[]; readonly voice: ExplainVoice }) {
  const language = useLanguage();
  return (
    <ul className="vigla-explain-queries">
      {queries.map(({ query, at, rows }) => (
        <li key={query}>
          <pre>{query}</pre>
          <p className="vigla-graph-subtle">{t('explain.queries.at', { instant: f.exact(at) })}</p>
          {rows.length === 0 && <p className="vigla-graph-subtle">{t('explain.queries.none')}</p>}
          <table>
            <tbody>
              {rows.map(({ labels, value }) => {
                const text = Object.entries(labels)
                  .map(([name, label]) => `${name}=${label}`)
                  .join(' ');
                return (
                  <tr key={text}>
                    <td>{text === '' ? t('explain.queries.all') : text}</td>
                    <td>{rateNumber(value, language)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </li>
      ))}
    </ul>
  );
}
