import type { GraphEdge, TrafficGraph } from '@vigla/contract/graph';
import { Button } from '@patternfly/react-core';
import { SortByDirection, Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { useFormat } from '../../format/index.ts';
import { Sign } from '../../signs/index.ts';
import { useLanguage, useWords, type WordKey, type Words } from '../../words/index.ts';
import { errorCell } from '../panel/failure-text.ts';
import { lockOf, mtlsCell } from '../panel/mtls-text.ts';
import { titleText } from '../panel/title-text.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { lockSigns } from '../signs/graph-signs.ts';
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
const explained: Readonly<Partial<Record<Column, WordKey>>> = { p95: 'graph.time.p95.what', mtls: 'graph.mtls.what' };

/** An end of a call as its row names it. */
interface End {
  readonly title: string;
  readonly namespace: string | null;
}

/** Half of the picture's twin: the same calls, filter and selection as rows that can be sorted, read aloud and walked by keys. */
export function EdgeTable({ graph, selected, found, onSelect }: EdgeTableProps) {
  const t = useWords();
  const language = useLanguage();
  const [sort, setSort] = useState<{ readonly by: Column; readonly down: boolean }>({ by: 'health', down: false });
  const [all, setAll] = useState(false);
  const ends = new Map(
    graph.nodes.map((node) => {
      const { id, namespace } = node;
      return [id, { title: titleText(node, graph.groupBy, { words: t, language }), namespace }];
    }),
  );
  const endOf = (id: string): End => ends.get(id) ?? { title: id, namespace: null };
  const sortName = (id: string): string => `${endOf(id).title} ${endOf(id).namespace ?? ''}`;
  const wanted = graph.edges.filter(({ id, from, to }) => !found || found.has(id) || found.has(from) || found.has(to));
  const rows = sortedEdges(wanted, sort, sortName);
  const shown = all ? rows : rows.slice(0, firstRows);
  return (
    <>
      <Table aria-label={t('graph.table.label')} variant="compact" isStickyHeader>
        <Thead>
          <Tr>
            {columns.map((column, index) => (
              <Th
                key={column}
                modifier="nowrap"
                {...(numbers.has(column) && { className: 'vigla-graph-number' })}
                tooltip={tooltipOf(column, t)}
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
              from={endOf(edge.from)}
              to={endOf(edge.to)}
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
    </>
  );
}

const tooltipOf = (column: Column, t: Words): string | null => {
  const key = explained[column];
  return key ? t(key) : null;
};

interface EdgeRowProps {
  readonly edge: GraphEdge;
  readonly from: End;
  readonly to: End;
  readonly isSelected: boolean;
  readonly onSelect: (id: string) => void;
}

function EdgeRow({ edge, from, to, isSelected, onSelect }: EdgeRowProps) {
  const t = useWords();
  const f = useFormat();
  const { traffic, health, mtlsRatio } = edge;
  const lock = lockOf(mtlsRatio);
  const unmeasured = (value: number | null): string => (value === null ? ' vigla-graph-subtle' : '');
  return (
    // The name in the row is what Tab reaches: one stop a row.
    <Tr isRowSelected={isSelected} isClickable tabIndex={-1} onRowClick={() => onSelect(edge.id)} aria-selected={isSelected}>
      <Td dataLabel={t('graph.table.from')}>
        <Sign kind={health} />
        <button
          type="button"
          className="vigla-graph-link"
          onClick={(event) => {
            event.stopPropagation();
            onSelect(edge.id);
          }}
          aria-label={t('graph.table.open', { from: from.title, to: to.title })}
        >
          {from.title}
        </button>
        <Namespace of={from} />
      </Td>
      <Td dataLabel={t('graph.table.to')}>
        {to.title}
        <Namespace of={to} />
      </Td>
      <Td dataLabel={t('graph.table.protocol')}>{t(`graph.protocol.${traffic.protocol}`)}</Td>
      <Td dataLabel={t('graph.table.rate')} className="vigla-graph-number">
        {traffic.protocol === 'tcp' ? f.bytes(traffic.bytesPerSecond) : f.rate(traffic.requestsPerSecond)}
      </Td>
      <Td dataLabel={t('graph.table.errors')} className={`vigla-graph-number vigla-graph-${health}`}>
        {errorCell(traffic, t, f)}
      </Td>
      <Td dataLabel={t('graph.table.p95')} className={`vigla-graph-number${unmeasured(traffic.p95Ms)}`}>
        {traffic.protocol === 'tcp' ? '—' : f.duration(traffic.p95Ms)}
      </Td>
      <Td dataLabel={t('graph.table.mtls')} className={`vigla-graph-number${unmeasured(mtlsRatio)}`}>
        {lock === 'open' && <GraphSignIcon sign={lockSigns.open} />}
        {mtlsCell(mtlsRatio, t, f)}
      </Td>
      <Td dataLabel={t('graph.table.health')}>
        <Sign kind={health} />
        {t(`graph.health.${health}`)}
      </Td>
    </Tr>
  );
}

function Namespace({ of: { namespace } }: { readonly of: End }) {
  return namespace && <span className="vigla-graph-table__namespace"> {namespace}</span>;
}
