import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { useState } from 'react';
import { Button } from '@patternfly/react-core';
import { useFormat } from '../format/index.ts';
import type { GraphPlace } from '../graph/index.ts';
import {
  amountText,
  emptyCallsText,
  errorCell,
  mtlsCell,
  NodeLink,
  nodeTitle,
  PanelSection,
  sumTraffic,
  worstFirst,
} from '../graph/node-parts.ts';
import { Sign } from '../signs/index.ts';
import { useLanguage, useWords } from '../words/index.ts';

interface CallsTableProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  /** Whom it names: callers (`from`), or those that are called. */
  readonly end: 'from' | 'to';
  readonly place: GraphPlace;
}

const atFirst = 10;

/** Who calls a node, or whom it calls: worst first, each leading to its own page. */
export function CallsTable({ graph, node, end, place }: CallsTableProps) {
  const t = useWords();
  const language = useLanguage();
  const [all, setAll] = useState(false);
  const edges = worstFirst(graph.edges.filter(({ from, to }) => (end === 'from' ? to : from) === node.id));
  const shown = all ? edges : edges.slice(0, atFirst);
  const amount = amountText(sumTraffic(end === 'from' ? node.inbound : node.outbound), { words: t, language });
  const title = t(end === 'from' ? 'details.callers' : 'details.called');
  return (
    <PanelSection title={title} aside={amount}>
      {edges.length === 0 ? (
        <p className="vigla-graph-subtle">{emptyCallsText(node, end, t)}</p>
      ) : (
        <table className="vigla-graph-calls vigla-details__calls" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t(end === 'from' ? 'graph.table.from' : 'graph.table.to')}</th>
              <th scope="col">{t('graph.table.rate')}</th>
              <th scope="col">{t('graph.table.errors')}</th>
              <th scope="col">{t('graph.table.p95')}</th>
              <th scope="col">{t('graph.table.mtls')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((edge) => (
              <Row
                key={edge.id}
                edge={edge}
                other={graph.nodes.find(({ id }) => id === edge[end])}
                here={node}
                graph={graph}
                place={place}
              />
            ))}
          </tbody>
        </table>
      )}
      {edges.length > shown.length && (
        <Button variant="link" isInline onClick={() => setAll(true)}>
          {t('details.all', { count: edges.length })}
        </Button>
      )}
    </PanelSection>
  );
}

interface RowProps {
  readonly edge: GraphEdge;
  readonly other: GraphNode | undefined;
  readonly here: GraphNode;
  readonly graph: TrafficGraph;
  readonly place: GraphPlace;
}

function Row({ edge, other, here, graph, place }: RowProps) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const { traffic, health, mtlsRatio } = edge;
  const title = other && nodeTitle(other, graph.groupBy, { words: t, language });
  return (
    <tr>
      <td>
        <Sign kind={health} label={t(`graph.health.${health}`)} />
        {other && title && (
          <NodeLink node={other} place={place}>
            {title.version === null ? title.name : `${title.name} ${title.version}`}
          </NodeLink>
        )}{' '}
        {other?.namespace && other.namespace !== here.namespace && <span className="vigla-graph-subtle">{other.namespace}</span>}
      </td>
      <td>{traffic.protocol === 'tcp' ? f.bytes(traffic.bytesPerSecond) : f.rate(traffic.requestsPerSecond)}</td>
      <td className={`vigla-graph-${health}`}>{errorCell(traffic, t, f)}</td>
      <td>{traffic.p95Ms === null ? '—' : f.duration(traffic.p95Ms)}</td>
      <td>{mtlsCell(mtlsRatio, t, f)}</td>
    </tr>
  );
}
