import type { Health } from '@vigla/contract/health';
import type { ReactNode } from 'react';
import { Sign } from '../../signs/index.ts';
import type { WordKey } from '../../words/index.ts';
import type { Drawing } from '../drawing/drawing.ts';
import type { Line } from '../drawing/line.ts';
import type { Kept } from '../drawing/path.ts';
import type { Plate } from '../drawing/plate.ts';
import { badgeSigns, lockSigns } from '../signs/graph-signs.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { DotSample, HalfHead, LineSample, PlateSample } from './legend-samples.tsx';

/** A sign that is on the picture now, its name, and where it is. */
export interface LegendEntry {
  readonly word: WordKey;
  readonly sign: ReactNode;
  readonly elements: Kept;
}

const states: readonly Health[] = ['healthy', 'degraded', 'failing', 'not_ready', 'idle', 'unknown'];

interface Kind {
  readonly word: WordKey;
  readonly sign: ReactNode;
  readonly plate?: (plate: Plate) => boolean;
  readonly line?: (line: Line) => boolean;
}

const kinds: readonly Kind[] = [
  ...states.map(
    (health): Kind => ({
      word: `graph.health.${health}`,
      sign: <Sign kind={health} />,
      plate: (plate) => plate.health === health,
      line: (line) => line.health === health,
    }),
  ),
  { word: 'graph.legend.tcp', sign: <LineSample dash="9 5" />, line: ({ pattern }) => pattern === 'tcp' },
  { word: 'graph.legend.idle', sign: <LineSample dash="1 4" />, line: ({ pattern }) => pattern === 'idle' },
  { word: 'graph.legend.unknown', sign: <LineSample dash="3 4" />, line: ({ pattern }) => pattern === 'unknown' },
  { word: 'graph.legend.plainText', sign: <GraphSignIcon sign={lockSigns.open} />, line: ({ lock }) => lock?.kind === 'open' },
  {
    word: 'graph.legend.outside',
    sign: <PlateSample />,
    plate: ({ kind }) => kind === 'outside' || kind === 'external' || kind === 'restricted',
  },
  {
    word: 'display.legend.source',
    sign: <GraphSignIcon sign={badgeSigns.traffic_source} />,
    plate: ({ badges }) => badges.includes('traffic_source'),
  },
  { word: 'graph.legend.half', sign: <HalfHead />, line: ({ head }) => head === 'half' },
];

/** What the legend names: the signs that are on the picture now, and no others. */
export function legendEntries({ plates, lines }: Drawing, dots: boolean): readonly LegendEntry[] {
  const travelling: Kind = { word: 'graph.legend.dots', sign: <DotSample />, line: ({ stream }) => stream !== null };
  return [...kinds, ...(dots ? [travelling] : [])].flatMap(({ word, sign, plate, line }): readonly LegendEntry[] => {
    const nodes = new Set(plate ? plates.filter(plate).map(({ id }) => id) : []);
    const edges = new Set(line ? lines.filter(line).map(({ id }) => id) : []);
    return nodes.size + edges.size === 0 ? [] : [{ word, sign, elements: { nodes, edges } }];
  });
}
