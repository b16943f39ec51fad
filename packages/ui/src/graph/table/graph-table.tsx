import './edge-table.css';
import type { TrafficGraph } from '@vigla/contract/graph';
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { usePreference } from '../../preferences/index.ts';
import { useWords } from '../../words/index.ts';
import type { Frame } from '../drawing/frame.ts';
import { EdgeTable } from './edge-table.tsx';
import { PlaceTable } from './place-table.tsx';

interface GraphTableProps {
  readonly graph: TrafficGraph;
  readonly frames: readonly Frame[];
  readonly selected: string | null;
  readonly found: ReadonlySet<string> | null;
  readonly onSelect: (id: string) => void;
  /** What find and hide came to. */
  readonly outcome: ReactNode;
  /** The groups of a gathered graph, above everything else. */
  readonly groups: ReactNode;
}

/** The picture's twin: all calls, worst first; or everything by its place. Which of the two is remembered. */
export function GraphTable({ outcome, groups, frames, ...table }: GraphTableProps) {
  const t = useWords();
  const [by, setBy] = usePreference('tableBy');
  return (
    <div className="vigla-graph-table">
      <div className="vigla-graph-table__head">
        <ToggleGroup isCompact aria-label={t('find.table.by')}>
          <ToggleGroupItem text={t('find.table.calls')} isSelected={by === 'calls'} onChange={() => setBy('calls')} />
          <ToggleGroupItem text={t('find.table.places')} isSelected={by === 'places'} onChange={() => setBy('places')} />
        </ToggleGroup>
        {outcome}
      </div>
      {groups}
      {by === 'calls' ? <EdgeTable {...table} /> : <PlaceTable {...table} frames={frames} />}
    </div>
  );
}
