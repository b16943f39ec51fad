import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import { type RefObject, useMemo, useRef } from 'react';
import { useHost } from '../../host/index.ts';
import { ProblemNotice } from '../../problem/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { GraphCanvas, type GraphCanvasHandle } from '../canvas/graph-canvas.tsx';
import { curvesOf } from '../canvas/curves.ts';
import { spanOf } from '../canvas/scene.ts';
import type { Point } from '../drawing/curve.ts';
import type { Rect } from '../drawing/frame.ts';
import { drawGraph } from '../drawing/drawing.ts';
import { lookOf } from '../drawing/look.ts';
import { pathThrough } from '../drawing/path.ts';
import { useStable } from '../layout/use-stable.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { unitedGraph } from './united-graph.ts';
import { useEarlierGraph } from './use-comparison.ts';

interface SideBySideProps {
  readonly comparison: Comparison;
  /** The later window. */
  readonly graph: TrafficGraph;
  readonly positions: ReadonlyMap<string, Point>;
  readonly place: GraphPlace;
  readonly onSelect: (id: string | null) => void;
}

/** Two pictures of the same mesh, each with its own signs of health: every plate in the same place, at one scale, moved together. */
export function SideBySide({ comparison, graph, positions, place, onSelect }: SideBySideProps) {
  const t = useWords();
  // How both are gathered: the earlier one by itself might be read otherwise.
  const earlier = useEarlierGraph({ ...place, gather: comparison.gathered?.by ?? 'none' });
  const { drawn, span } = useShared(comparison, positions, place);
  const [before, after] = [useRef<GraphCanvasHandle>(null), useRef<GraphCanvasHandle>(null)];
  const shared = { positions: drawn, span, place, onSelect };
  return (
    <div className={isWide(drawn) ? 'vigla-compare-sides vigla-compare-sides--stacked' : 'vigla-compare-sides'}>
      {earlier.data && !earlier.isPrevious ? (
        <Side name={t('compare.before')} graph={earlier.data} own={before} other={after} {...shared} />
      ) : (
        <div className="vigla-compare-side">{earlier.error && <ProblemNotice error={earlier.error} onRetry={earlier.refetch} />}</div>
      )}
      <Side name={t(place.atEpochSeconds === null ? 'compare.now' : 'compare.then')} graph={graph} own={after} other={before} {...shared} />
    </div>
  );
}

/** What both pictures have in common: the places of all that is in either, and the room these take. */
function useShared(comparison: Comparison, positions: ReadonlyMap<string, Point>, place: GraphPlace) {
  const t = useWords();
  const language = useLanguage();
  const look = useStable(lookOf(place));
  return useMemo(() => {
    const drawing = drawGraph(touchedOf(unitedGraph(comparison)), look, { words: t, language });
    const ids = new Set(drawing.plates.map(({ id }) => id));
    const drawn = new Map([...positions].filter(([id]) => ids.has(id)));
    return { drawn, span: spanOf({ drawing, positions: drawn, curves: curvesOf(drawing, drawn) }) };
  }, [comparison, positions, look, t, language]);
}

/** Without what nobody called: idle and unmeasured plates would only make both pictures smaller. */
function touchedOf(graph: TrafficGraph): TrafficGraph {
  const touched = new Set(graph.edges.filter(({ health }) => health !== 'idle').flatMap(({ from, to }) => [from, to]));
  return { ...graph, nodes: graph.nodes.filter(({ id }) => touched.has(id)) };
}

/** A graph that runs far from left to right is larger above and below than left and right. */
function isWide(positions: ReadonlyMap<string, Point>): boolean {
  const xs = [...positions.values()].map(({ x }) => x);
  const ys = [...positions.values()].map(({ y }) => y);
  return Math.max(...xs) - Math.min(...xs) > 1.3 * (Math.max(...ys) - Math.min(...ys));
}

interface SideProps extends Omit<SideBySideProps, 'comparison'> {
  readonly name: string;
  readonly span: Rect | null;
  readonly own: RefObject<GraphCanvasHandle>;
  /** The other picture: it goes where this one is moved. */
  readonly other: RefObject<GraphCanvasHandle>;
}

function Side({ name, graph, positions, span, place, own, other, onSelect }: SideProps) {
  const t = useWords();
  const language = useLanguage();
  const { theme } = useHost();
  const look = useStable(lookOf(place));
  const drawing = useMemo(() => drawGraph(touchedOf(graph), look, { words: t, language }), [graph, look, t, language]);
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
          handle={own}
          drawing={drawing}
          positions={positions}
          attention={attention}
          span={span}
          viewport={null}
          dots={false}
          theme={theme}
          onTap={(hit) => onSelect(hit?.id ?? null)}
          onMove={(viewport) => other.current?.place(viewport)}
        />
      </div>
    </figure>
  );
}
