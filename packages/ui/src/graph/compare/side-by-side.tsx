import type { Gather, TrafficGraph } from '@vigla/contract/graph';
import { useMemo } from 'react';
import { useHost } from '../../host/index.ts';
import { ProblemNotice } from '../../problem/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { GraphCanvas } from '../canvas/graph-canvas.tsx';
import type { Point } from '../drawing/curve.ts';
import { drawGraph } from '../drawing/drawing.ts';
import { lookOf } from '../drawing/look.ts';
import { pathThrough } from '../drawing/path.ts';
import { useStable } from '../layout/use-stable.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { useEarlierGraph } from './use-comparison.ts';

interface SideBySideProps {
  /** The later window. */
  readonly graph: TrafficGraph;
  readonly positions: ReadonlyMap<string, Point>;
  readonly place: GraphPlace;
  /** How both are gathered: the earlier one by itself might be read otherwise. */
  readonly gather: Gather;
  readonly onSelect: (id: string | null) => void;
}

/** Two pictures of the same mesh, each with its own signs of health, every plate in the same place. */
export function SideBySide({ graph, positions, place, gather, onSelect }: SideBySideProps) {
  const t = useWords();
  const earlier = useEarlierGraph({ ...place, gather });
  return (
    <div className={isWide(positions) ? 'vigla-compare-sides vigla-compare-sides--stacked' : 'vigla-compare-sides'}>
      {earlier.data && !earlier.isPrevious ? (
        <Side name={t('compare.before')} {...{ graph: earlier.data, positions, place, onSelect }} />
      ) : (
        <div className="vigla-compare-side">{earlier.error && <ProblemNotice error={earlier.error} onRetry={earlier.refetch} />}</div>
      )}
      <Side name={t(place.atEpochSeconds === null ? 'compare.now' : 'compare.then')} {...{ graph, positions, place, onSelect }} />
    </div>
  );
}

/** A graph that runs far from left to right is larger above and below than left and right. */
function isWide(positions: ReadonlyMap<string, Point>): boolean {
  const xs = [...positions.values()].map(({ x }) => x);
  const ys = [...positions.values()].map(({ y }) => y);
  return Math.max(...xs) - Math.min(...xs) > 1.3 * (Math.max(...ys) - Math.min(...ys));
}

interface SideProps extends Omit<SideBySideProps, 'gather'> {
  readonly name: string;
}

function Side({ name, graph, positions, place, onSelect }: SideProps) {
  const t = useWords();
  const language = useLanguage();
  const { theme } = useHost();
  const look = useStable(lookOf(place));
  const drawing = useMemo(() => {
    const touched = new Set(graph.edges.filter(({ health }) => health !== 'idle').flatMap(({ from, to }) => [from, to]));
    const nodes = graph.nodes.filter(({ id }) => touched.has(id));
    return drawGraph({ ...graph, nodes }, look, { words: t, language });
  }, [graph, look, t, language]);
  const attention = useMemo(
    () => ({
      selected: place.selected,
      hovered: null,
      focused: null,
      found: null,
      kept: place.selected === null ? null : pathThrough(graph, [place.selected]),
    }),
    [graph, place.selected],
  );
  const summary = t('graph.picture.summary', { nodes: drawing.plates.length, edges: drawing.lines.length });
  return (
    <figure className="vigla-compare-side">
      <figcaption>{name}</figcaption>
      <div className="vigla-compare-side__picture" role="img" aria-label={`${name}: ${summary}`}>
        <GraphCanvas
          drawing={drawing}
          positions={positions}
          attention={attention}
          viewport={null}
          dots={false}
          theme={theme}
          onTap={(hit) => onSelect(hit?.id ?? null)}
        />
      </div>
    </figure>
  );
}
