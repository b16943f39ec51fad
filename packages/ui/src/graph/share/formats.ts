import type { TrafficGraph } from '@vigla/contract/graph';
import { edgesCsv, nodesCsv, toDot, toMermaid } from '@vigla/domain/export';
import { exactText, isoText, spanText } from '../../format/index.ts';
import { readPalette } from '../canvas/colours.ts';
import { canvasRuler, type Paper, pngOf, svgOf } from '../canvas/paper.ts';
import { legendOf } from '../canvas/paper-legend.ts';
import type { Attention } from '../canvas/scene.ts';
import type { Point } from '../drawing/curve.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { pathThrough } from '../drawing/path.ts';
import type { Speech } from '../drawing/plate.ts';
import { diagramTexts } from './diagram-texts.ts';

/** What is on the page now. */
export interface Pictured {
  readonly graph: TrafficGraph;
  readonly drawing: Drawing;
  readonly positions: ReadonlyMap<string, Point>;
  readonly attention: Attention;
}

/** What is on the page, with what the reader chose still standing out. */
export function picturedOf(shown: Omit<Pictured, 'attention'>, selected: string | null, found: ReadonlySet<string> | null): Pictured {
  const members = shown.drawing.frames.find(({ id }) => id === selected)?.members;
  const kept = selected === null ? null : pathThrough(shown.graph, members ?? [selected]);
  return { ...shown, attention: { selected, hovered: null, focused: null, kept, found } };
}

/** How a graph can be taken along: as a picture, as data, as a diagram for documents. */
export const formats = {
  png: { group: 'picture', ending: 'png', type: 'image/png' },
  svg: { group: 'picture', ending: 'svg', type: 'image/svg+xml' },
  edges: { group: 'data', ending: 'csv', type: 'text/csv;charset=utf-8' },
  nodes: { group: 'data', ending: 'csv', type: 'text/csv;charset=utf-8' },
  json: { group: 'data', ending: 'json', type: 'application/json' },
  mermaid: { group: 'diagram', ending: 'mmd', type: 'text/plain;charset=utf-8' },
  dot: { group: 'diagram', ending: 'dot', type: 'text/vnd.graphviz;charset=utf-8' },
} as const;
export type FormatId = keyof typeof formats;

/** `vigla-graph-20261121T120000Z.svg`: no colons, which some file systems forbid. */
export const fileName = (format: FormatId, { at }: Pick<TrafficGraph, 'at'>): string =>
  `vigla-${format === 'edges' || format === 'nodes' ? format : 'graph'}-${isoText(at).replaceAll(/[-:]/g, '')}.${formats[format].ending}`;

/** The content of a file. `page`: where colours and letters are read from. Fails: where the browser cannot draw the picture. */
export async function contentOf(format: FormatId, pictured: Pictured, speech: Speech, page: HTMLElement): Promise<Blob | string> {
  const { graph, drawing } = pictured;
  switch (format) {
    case 'png':
      return pngOf(paperOf(pictured, speech, page));
    case 'svg':
      return svgOf(paperOf(pictured, speech, page), canvasRuler());
    case 'edges':
      return edgesCsv(graph);
    case 'nodes':
      return nodesCsv(graph);
    case 'json':
      return `${JSON.stringify(graph, null, 2)}\n`;
    case 'mermaid':
      return toMermaid(drawn(graph, drawing), titleOf(graph, speech), diagramTexts(graph.groupBy, speech));
    case 'dot':
      return toDot(drawn(graph, drawing), titleOf(graph, speech), diagramTexts(graph.groupBy, speech));
  }
}

/** A diagram has what the picture has: what is hidden there is hidden here. */
function drawn(graph: TrafficGraph, { plates, lines }: Drawing): TrafficGraph {
  const shown = new Set([...plates, ...lines].map(({ id }) => id));
  return { ...graph, nodes: graph.nodes.filter(({ id }) => shown.has(id)), edges: graph.edges.filter(({ id }) => shown.has(id)) };
}

const titleOf = (graph: TrafficGraph, speech: Speech): string => `${namesOf(graph, speech)} · ${momentOf(graph, speech)}`;

const fewNamespaces = 6;

function namesOf(graph: TrafficGraph, { words }: Speech): string {
  const names = [...new Set(graph.nodes.flatMap(({ namespace }) => namespace ?? []))].sort();
  return names.length > fewNamespaces
    ? words('share.sheet.many', { count: names.length })
    : words('share.sheet.title', { namespaces: names.join(', ') });
}

const momentOf = ({ at, window }: TrafficGraph, { words, language }: Speech): string =>
  words('share.sheet.moment', { span: spanText(window, language), to: exactText(at, { language }) });

function paperOf({ graph, drawing, positions, attention }: Pictured, speech: Speech, page: HTMLElement): Paper {
  return {
    drawing,
    positions,
    attention,
    palette: readPalette(page),
    title: namesOf(graph, speech),
    moment: momentOf(graph, speech),
    legend: legendOf(drawing, speech.words),
  };
}
