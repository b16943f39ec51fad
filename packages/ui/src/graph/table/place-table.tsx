import type { TrafficGraph } from '@vigla/contract/graph';
import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr, TreeRowWrapper } from '@patternfly/react-table';
import { type ReactNode, useMemo, useState } from 'react';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import type { Frame } from '../drawing/frame.ts';
import { type PlaceCells, placeColumns, usePlaceCells } from './place-cells.tsx';
import { type PlaceRow, placeRows } from './place-rows.ts';

interface PlaceTableProps {
  readonly graph: TrafficGraph;
  readonly frames: readonly Frame[];
  readonly selected: string | null;
  readonly found: ReadonlySet<string> | null;
  readonly onSelect: (id: string) => void;
}

const firstRows = 200;

/** Everything on the picture as a tree: boxes, the nodes in them, and the calls that leave each node. */
export function PlaceTable({ graph, frames, selected, found, onSelect }: PlaceTableProps) {
  const t = useWords();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const rows = useMemo(() => placeRows({ graph, frames, found, toggled }), [graph, frames, found, toggled]);
  const cellsOf = usePlaceCells(graph);
  const toggle = (id: string): void => setToggled((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  const shown = all ? rows : rows.slice(0, firstRows);
  return (
    <>
      <Table isTreeTable aria-label={t('find.table.label')} variant="compact" isStickyHeader>
        <Thead>
          <Tr>
            {placeColumns.map(({ name, number }) => (
              <Th key={name} modifier="nowrap" {...(number && { className: 'vigla-graph-number' })}>
                {t(`find.table.${name}`)}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {shown.map((row, index) => (
            <TreeRow
              key={row.id}
              row={row}
              rowIndex={index}
              cells={cellsOf(row)}
              isSelected={row.id === selected}
              onToggle={() => toggle(row.id)}
              onSelect={() => onSelect(row.id)}
            />
          ))}
        </Tbody>
      </Table>
      {shown.length < rows.length && (
        <Button variant="link" onClick={() => setAll(true)}>
          {t('find.table.all', { count: rows.length })}
        </Button>
      )}
      {rows.length === 0 && <p className="vigla-graph-subtle">{t('graph.table.none')}</p>}
    </>
  );
}

interface TreeRowProps {
  readonly row: PlaceRow;
  readonly rowIndex: number;
  readonly cells: PlaceCells;
  readonly isSelected: boolean;
  readonly onToggle: () => void;
  readonly onSelect: () => void;
}

function TreeRow({ row, rowIndex, cells, isSelected, onToggle, onSelect }: TreeRowProps) {
  const t = useWords();
  const props = {
    isExpanded: row.isOpen,
    isHidden: false,
    'aria-level': row.level,
    'aria-posinset': row.position,
    'aria-setsize': row.children > 0 ? row.siblings : 0,
  };
  const first: ReactNode = (
    <>
      <Sign kind={row.health} />
      <button type="button" className="vigla-graph-link" aria-label={cells.label} onClick={onSelect} aria-current={isSelected}>
        {cells.name}
      </button>
    </>
  );
  return (
    <TreeRowWrapper row={{ props: { ...props, 'aria-setsize': row.siblings, 'aria-selected': isSelected } }}>
      <Td dataLabel={t('find.table.name')} treeRow={{ onCollapse: onToggle, rowIndex, props }}>
        {first}
      </Td>
      {placeColumns.slice(1).map(({ name, number }) => (
        <Td
          key={name}
          dataLabel={t(`find.table.${name}`)}
          className={`${number ? 'vigla-graph-number' : ''}${name === 'errors' ? ` vigla-graph-${row.health}` : ''}`}
        >
          {cells[name]}
        </Td>
      ))}
    </TreeRowWrapper>
  );
}
