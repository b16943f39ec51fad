import type { GraphEdge, TrafficGraph } from '@vigla/contract/graph';
import { rateNumber, useFormat } from '../../format/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { nodeTitle } from '../drawing/plate.ts';
import { troubles } from '../drawing/walk.ts';
import { errorCell } from './failure-text.ts';

interface CallListProps {
  readonly graph: TrafficGraph;
  readonly edges: readonly GraphEdge[];
  /** Which end is named. */
  readonly end: 'from' | 'to';
  readonly onSelect: (id: string) => void;
}

const most = 12;

/** Calls of a node, worst first: whom, how many, how many of them fail, how long they take. */
export function CallList({ graph, edges, end, onSelect }: CallListProps) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const names = new Map(graph.nodes.map((node) => [node.id, nodeTitle(node, graph.groupBy, { words: t, language })]));
  const sorted = worstFirst(edges);
  return (
    <table className="vigla-graph-calls">
      <thead className="vigla-graph-unseen">
        <tr>
          <th>{t(end === 'to' ? 'graph.table.to' : 'graph.table.from')}</th>
          <th>{t('graph.table.rate')}</th>
          <th>{t('graph.table.errors')}</th>
          <th>{t('graph.table.p95')}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.slice(0, most).map((edge) => (
          <tr key={edge.id}>
            <td>
              <Sign kind={edge.health} label={t(`graph.health.${edge.health}`)} />
              <button type="button" className="vigla-graph-link" onClick={() => onSelect(edge.id)}>
                {names.get(edge[end])?.name} {names.get(edge[end])?.version}
              </button>
            </td>
            <td>{edge.traffic.protocol === 'tcp' ? f.bytes(edge.traffic.bytesPerSecond) : rateCell(edge, language)}</td>
            <td className={`vigla-graph-${edge.health}`}>{edge.traffic.errorRatio === null ? '—' : errorCell(edge.traffic, t, f)}</td>
            <td>{edge.traffic.p95Ms === null ? '—' : f.duration(edge.traffic.p95Ms)}</td>
          </tr>
        ))}
      </tbody>
      {sorted.length > most && <caption className="vigla-graph-subtle">{t('graph.panel.more', { count: sorted.length - most })}</caption>}
    </table>
  );
}

/** Calls in trouble first, the worst before the others; then by how much flows. */
export function worstFirst(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const worst = troubles({ nodes: [], edges: [...edges] });
  const rank = ({ id }: GraphEdge): number => (worst.includes(id) ? worst.indexOf(id) : worst.length);
  return [...edges].sort((a, b) => rank(a) - rank(b) || amount(b) - amount(a));
}

/** Without a unit, which stands once above the column. */
const rateCell = ({ traffic }: GraphEdge, language: string): string =>
  traffic.requestsPerSecond === null ? '—' : rateNumber(traffic.requestsPerSecond, language);

const amount = ({ traffic }: GraphEdge): number => traffic.requestsPerSecond ?? (traffic.bytesPerSecond ?? 0) / 1e9;
