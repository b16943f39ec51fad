import type { GraphEdge } from '@vigla/contract/graph';
import { isFailure } from '@vigla/domain/health';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { byFlags, byHosts } from './ending-groups.ts';
import { flagMeanings } from './flag-text.ts';
import { Term } from './term.tsx';

interface EndingTableProps {
  readonly edge: GraphEdge;
  readonly by: 'flags' | 'hosts';
}

/** How requests ended, by code and then by flag or by requested host, with shares of all requests. */
export function EndingTable({ edge, by }: EndingTableProps) {
  const t = useWords();
  const f = useFormat();
  const groups = by === 'flags' ? byFlags(edge) : byHosts(edge);
  if (groups.length === 0) return <p className="vigla-graph-subtle">{t('panel.ending.none')}</p>;
  return (
    <table className="vigla-graph-calls vigla-graph-endings">
      <thead>
        <tr>
          <th scope="col">{t('graph.ending.code')}</th>
          {by === 'hosts' && <th scope="col">{t('panel.ending.host')}</th>}
          <th scope="col">{t('graph.ending.flags')}</th>
          <th scope="col">{t('panel.ending.share')}</th>
        </tr>
      </thead>
      <tbody>
        {groups.flatMap(({ code, parts }) =>
          parts.map(({ name, flags, share }) => (
            <tr key={`${code} ${name}`} className={isFailure(edge.traffic.protocol, code) ? 'vigla-graph-ended-badly' : undefined}>
              <td>{code === '-' ? t('graph.ending.noAnswer') : code}</td>
              {by === 'hosts' && <td>{name === '' ? t('panel.ending.hostUnknown') : name}</td>}
              <td>{flags.length === 0 ? '—' : <Term text={flags.join(', ')} meaning={flagMeanings(flags, t)} />}</td>
              <td>{f.share(share)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
