import type { GraphEdge } from '@vigla/contract/graph';
import { isFailure } from '@vigla/domain/health';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { flagMeaning } from './flag-text.ts';
import { Term } from './term.tsx';

/** How requests ended: by code, flag and who reported it, most frequent first. */
export function Endings({ edge }: { readonly edge: GraphEdge }) {
  const t = useWords();
  const f = useFormat();
  const sorted = [...edge.endings].sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
  // Where one side alone reports, it reports every ending.
  const reporters = edge.reportedBy === 'both';
  return (
    <table className="vigla-graph-calls">
      <thead>
        <tr>
          <th>{t('graph.ending.code')}</th>
          <th>{t('graph.ending.flags')}</th>
          {reporters && <th>{t('graph.ending.reporter')}</th>}
          <th>{t('graph.table.rate')}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ code, flags, reporter, requestsPerSecond }) => (
          <tr
            key={`${code} ${flags} ${reporter}`}
            className={isFailure(edge.traffic.protocol, code) ? 'vigla-graph-ended-badly' : undefined}
          >
            <td>{code === '-' ? t('graph.ending.noAnswer') : code}</td>
            <td>{flags === '-' ? '—' : <Term text={flags} meaning={meaningOf(flags, t)} />}</td>
            {reporters && <td>{t(`graph.reporter.${reporter}`)}</td>}
            <td>{f.rate(requestsPerSecond)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function meaningOf(flags: string, t: ReturnType<typeof useWords>): string | undefined {
  const meanings = flags.split(',').flatMap((flag) => flagMeaning(flag.trim(), t) ?? []);
  return meanings.length > 0 ? meanings.join(', ') : undefined;
}
