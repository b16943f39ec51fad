import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import type { ReactNode } from 'react';
import type { Point } from '../drawing/curve.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { DifferenceTable } from './difference-table.tsx';
import { SideBySide } from './side-by-side.tsx';

interface ComparedViewProps {
  readonly comparison: Comparison;
  /** The later window by itself. */
  readonly later: TrafficGraph;
  /** Null until there is a layout. */
  readonly positions: ReadonlyMap<string, Point> | null;
  readonly place: GraphPlace;
  readonly found: ReadonlySet<string> | null;
  /** What the search did, above the table. */
  readonly outcome: ReactNode;
  readonly onSelect: (id: string | null) => void;
}

/** Views of two windows besides the picture of their difference: a table, or two pictures. */
export function ComparedView({ comparison, later, positions, place, found, outcome, onSelect }: ComparedViewProps) {
  if (place.view === 'table')
    return <DifferenceTable outcome={outcome} comparison={comparison} selected={place.selected} found={found} onSelect={onSelect} />;
  return positions && <SideBySide comparison={comparison} graph={later} positions={positions} place={place} onSelect={onSelect} />;
}
