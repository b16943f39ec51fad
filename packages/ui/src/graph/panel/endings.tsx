import type { GraphEdge } from '@vigla/contract/graph';
import { isFailure } from '@vigla/domain/health';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { flagMeanings } from './flag-text.ts';
import { Term } from './term.tsx';

interface EndingsProps {
  readonly edge: GraphEdge;
  /** Instead of the call's own: those that its caller saw. */
  readonly endings?: GraphEdge['endings'];
}

/** How requests ended: by code, flag and who reported it, most frequent first. */
export function Endings({ edge, endings = edge.endings }: EndingsProps) {
  const t = useWords();
  const f = useFormat();
  const sorted = [...endings].sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
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
        {sorted.map(({ code, flags, reporter, host, requestsPerSecond }) => (
          <tr
            key={`${code} ${flags} ${reporter} ${host ?? ''}`}
            className={isFailure(edge.traffic.protocol, code) ? 'vigla-graph-ended-badly' : undefined}
          >
            <td>{code === '-' ? t('graph.ending.noAnswer') : code}</td>
            <td>{flags === '-' ? '—' : <Term text={flags} meaning={flagMeanings(flags.split(','), t)} />}</td>
            {reporters && <td>{t(`graph.reporter.${reporter}`)}</td>}
            <td>{f.rate(requestsPerSecond)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
