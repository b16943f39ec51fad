import type { ComparedEdge, Comparison, Difference } from '@vigla/contract/compare';
import type { Traffic } from '@vigla/contract/graph';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { type ReactNode, useState } from 'react';
import { Button } from '@patternfly/react-core';
import { changeText, useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { ChangeDisc } from './finding-line.tsx';
import { changedEdges } from './finding-items.ts';
import { elementTitle, type Voice } from './finding-text.ts';

interface DifferenceTableProps {
  readonly comparison: Comparison;
  readonly selected: string | null;
  /** What the search found; others are left out. Null: no search. */
  readonly found: ReadonlySet<string> | null;
  /** What the search did, above the rows. */
  readonly outcome: ReactNode;
  readonly onSelect: (id: string) => void;
}

const firstRows = 150;
const order: readonly Difference[] = ['worse', 'new', 'gone', 'less', 'more', 'better', 'unchanged'];

/** The picture's twin while two windows are compared: every call with both values, in the order of the findings. */
export function DifferenceTable({ outcome, comparison, selected, found, onSelect }: DifferenceTableProps) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const [all, setAll] = useState(false);
  const voice: Voice = { t, f, speech: { words: t, language }, comparison };
  const rankOf = new Map(changedEdges(comparison).map((id, index) => [id, index]));
  const rows = comparison.edges
    .filter(({ edge }) => !found || found.has(edge.id) || found.has(edge.from) || found.has(edge.to))
    .sort((a, b) => compare(rankOf.get(a.edge.id), rankOf.get(b.edge.id)) || order.indexOf(a.change) - order.indexOf(b.change));
  const shown = all ? rows : rows.slice(0, firstRows);
  const columns = ['change', 'from', 'rate', 'errors', 'p95'] as const;
  const head = { change: t('compare.table.change'), from: t('graph.table.label'), rate: t('compare.row.rate') };
  return (
    <div className="vigla-graph-table">
      {outcome}
      <Table aria-label={t('compare.table')} variant="compact" isStickyHeader>
        <Thead>
          <Tr>
            {columns.map((column) => (
              <Th key={column} modifier="nowrap" {...(column !== 'change' && column !== 'from' && { className: 'vigla-graph-number' })}>
                {column === 'errors' || column === 'p95' ? t(`compare.row.${column}`) : head[column]}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {shown.map((compared) => (
            <Row key={compared.edge.id} compared={compared} voice={voice} isSelected={compared.edge.id === selected} onSelect={onSelect} />
          ))}
        </Tbody>
      </Table>
      {shown.length < rows.length && (
        <Button variant="link" onClick={() => setAll(true)}>
          {t('graph.table.all', { count: rows.length })}
        </Button>
      )}
    </div>
  );
}

const compare = (a = Number.MAX_SAFE_INTEGER, b = Number.MAX_SAFE_INTEGER): number => a - b;

interface RowProps {
  readonly compared: ComparedEdge;
  readonly voice: Voice;
  readonly isSelected: boolean;
  readonly onSelect: (id: string) => void;
}

function Row({ compared: { edge, change, before, after }, voice, isSelected, onSelect }: RowProps) {
  const { t, f } = voice;
  const both = (value: (traffic: Traffic) => string): string => {
    const of = (traffic: Traffic | null): string => (traffic ? value(traffic) : t('compare.table.absent'));
    return changeText(of(before), of(after));
  };
  const isBytes = edge.traffic.protocol === 'tcp';
  const absent = t('compare.table.absent');
  const failed = (traffic: Traffic | null): string => (traffic ? f.share(traffic.errorRatio) : absent);
  return (
    <Tr isRowSelected={isSelected} isClickable tabIndex={-1} onRowClick={() => onSelect(edge.id)} aria-selected={isSelected}>
      <Td dataLabel={t('compare.table.change')}>
        <ChangeDisc change={change} /> {t(`compare.change.${change}`)}
      </Td>
      <Td dataLabel={t('graph.table.label')}>
        <button
          type="button"
          className="vigla-graph-link"
          onClick={(event) => {
            event.stopPropagation();
            onSelect(edge.id);
          }}
        >
          {elementTitle(edge.id, voice)}
        </button>
      </Td>
      <Td dataLabel={t('compare.row.rate')} className="vigla-graph-number">
        {both((traffic) => (isBytes ? f.bytes(traffic.bytesPerSecond) : f.rate(traffic.requestsPerSecond)))}
      </Td>
      <Td dataLabel={t('compare.row.errors')} className={`vigla-graph-number${change === 'worse' ? ' vigla-graph-failing' : ''}`}>
        {isBytes ? absent : `${failed(before)} → ${failed(after)}`}
      </Td>
      <Td dataLabel={t('compare.row.p95')} className="vigla-graph-number">
        {isBytes ? absent : both((traffic) => f.duration(traffic.p95Ms))}
      </Td>
    </Tr>
  );
}
