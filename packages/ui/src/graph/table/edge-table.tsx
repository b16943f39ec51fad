import type { GraphEdge, TrafficGraph } from '@vigla/contract/graph';
import { Button } from '@patternfly/react-core';
import { SortByDirection, Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { useFormat } from '../../format/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { nodeTitle } from '../drawing/plate.ts';
import { type Column, columns, sortedEdges } from './sort-edges.ts';

export interface EdgeTableProps {
  readonly graph: TrafficGraph;
  readonly selected: string | null;
  /** What the search found; others are left out. Null: no search. */
  readonly found: ReadonlySet<string> | null;
  readonly onSelect: (id: string) => void;
}

const firstRows = 150;
const numbers: ReadonlySet<Column> = new Set(['rate', 'errors', 'p95', 'mtls']);

/** The picture's twin: the same calls, filter and selection as rows that can be sorted, read aloud and walked by keys. */
export function EdgeTable({ graph, selected, found, onSelect }: EdgeTableProps) {
  const t = useWords();
  const language = useLanguage();
  const [sort, setSort] = useState<{ readonly by: Column; readonly down: boolean }>({ by: 'health', down: false });
  const [all, setAll] = useState(false);
  const names = new Map(
    graph.nodes.map((node) => {
      const { name, version } = nodeTitle(node, graph.groupBy, { words: t, language });
      return [node.id, version ? `${name} ${version}` : name];
    }),
  );
  const wanted = graph.edges.filter(({ id, from, to }) => !found || found.has(id) || found.has(from) || found.has(to));
  const rows = sortedEdges(wanted, sort, (id) => names.get(id) ?? id);
  const shown = all ? rows : rows.slice(0, firstRows);
  return (
    <div className="vigla-graph-table">
      <Table aria-label={t('graph.table.label')} variant="compact" isStickyHeader>
        <Thead>
          <Tr>
            {columns.map((column, index) => (
              <Th
                key={column}
                modifier="nowrap"
                {...(numbers.has(column) && { className: 'vigla-graph-number' })}
                sort={{
                  columnIndex: index,
                  sortBy: { index: columns.indexOf(sort.by), direction: sort.down ? 'desc' : 'asc' },
                  onSort: (_, __, direction) => setSort({ by: column, down: direction === SortByDirection.desc }),
                }}
              >
                {t(`graph.table.${column}`)}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {shown.map((edge) => (
            <EdgeRow
              key={edge.id}
              edge={edge}
              from={names.get(edge.from) ?? edge.from}
              to={names.get(edge.to) ?? edge.to}
              isSelected={edge.id === selected}
              onSelect={onSelect}
            />
          ))}
        </Tbody>
      </Table>
      {shown.length < rows.length && (
        <Button variant="link" onClick={() => setAll(true)}>
          {t('graph.table.all', { count: rows.length })}
        </Button>
      )}
      {rows.length === 0 && <p className="vigla-graph-subtle">{t('graph.table.none')}</p>}
    </div>
  );
}

interface EdgeRowProps {
  readonly edge: GraphEdge;
  readonly from: string;
  readonly to: string;
  readonly isSelected: boolean;
  readonly onSelect: (id: string) => void;
}

function EdgeRow({ edge, from, to, isSelected, onSelect }: EdgeRowProps) {
  const t = useWords();
  const f = useFormat();
  const { traffic, health } = edge;
  return (
    <Tr isRowSelected={isSelected} isClickable onRowClick={() => onSelect(edge.id)}>
      <Td dataLabel={t('graph.table.from')}>
        <Sign kind={health} />{' '}
        <button
          type="button"
          className="vigla-graph-link"
          onClick={() => onSelect(edge.id)}
          aria-label={t('graph.table.open', { from, to })}
        >
          {from}
        </button>
      </Td>
      <Td dataLabel={t('graph.table.to')}>{to}</Td>
      <Td dataLabel={t('graph.table.protocol')}>{t(`graph.protocol.${traffic.protocol}`)}</Td>
      <Td dataLabel={t('graph.table.rate')} className="vigla-graph-number">
        {traffic.protocol === 'tcp' ? f.bytes(traffic.bytesPerSecond) : f.rate(traffic.requestsPerSecond)}
      </Td>
      <Td dataLabel={t('graph.table.errors')} className={`vigla-graph-number vigla-graph-${health}`}>
        {traffic.protocol === 'tcp' ? '—' : f.share(traffic.errorRatio)}
      </Td>
      <Td dataLabel={t('graph.table.p95')} className="vigla-graph-number">
        {traffic.protocol === 'tcp' ? '—' : f.duration(traffic.p95Ms)}
      </Td>
      <Td dataLabel={t('graph.table.mtls')} className="vigla-graph-number">
        {f.share(edge.mtlsRatio)}
      </Td>
      <Td dataLabel={t('graph.table.health')}>
        <Sign kind={health} /> {t(`graph.health.${health}`)}
      </Td>
    </Tr>
  );
}
