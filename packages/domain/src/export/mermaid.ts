import type { GraphEdge, GraphNode, NodeKind, TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { boxed, type ExportTexts, onOneLine } from './boxed.ts';

/** A graph as a Mermaid flowchart, for Markdown pages that draw it. Names stand only in quoted strings. Source: mermaid.js.org, "Flowcharts". */
export function toMermaid(graph: TrafficGraph, title: string, texts: ExportTexts): string {
  const { boxes, loose, edges, idOf } = boxed(graph);
  const nodeLine = (node: GraphNode): string => {
    const [open, close] = shapes[node.kind];
    return `${idOf(node.id)}${open}${quoted(texts.node(node))}${close}`;
  };
  const lines = [
    `%% ${plainly(title)}`,
    'flowchart LR',
    ...boxes.flatMap(({ title: name, nodes }, index) => [
      `  subgraph b${index} [${quoted(name)}]`,
      ...nodes.map((node) => `    ${nodeLine(node)}`),
      '  end',
    ]),
    ...loose.map((node) => `  ${nodeLine(node)}`),
    ...edges.map((edge) => `  ${idOf(edge.from)} ${arrow(edge)}${label(texts.edge(edge))} ${idOf(edge.to)}`),
    ...marks(graph.nodes, idOf),
    ...troubled(edges),
  ];
  return `${lines.join('\n')}\n`;
}

const shapes: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  workload: ['[', ']'],
  app: ['[', ']'],
  service: ['([', '])'],
  gateway: ['>', ']'],
  waypoint: ['{{', '}}'],
  store: ['[(', ')]'],
  external: ['([', '])'],
  outside: ['([', '])'],
  restricted: ['([', '])'],
  operation: ['[/', '/]'],
  group: ['[[', ']]'],
};

/**
 * Letters, digits and the few marks that mean nothing to Mermaid stay; everything else is written by its number, which
 * Mermaid turns back into the character. An empty text would be no string at all.
 */
const quoted = (text: string): string =>
  `"${onOneLine(text).replaceAll(/[^\p{L}\p{N} .,:/·_%-]/gu, (mark) => `#${mark.codePointAt(0) ?? 32};`) || ' '}"`;

/** A comment ends with its line, and one that begins with a brace is a directive. */
const plainly = (text: string): string => onOneLine(text).replaceAll(/[{}%]/g, ' ');

const arrow = ({ health, traffic }: GraphEdge): string =>
  health === 'idle' || traffic.protocol === 'tcp' ? '-.->' : health === 'failing' ? '==>' : '-->';

const label = (text: string): string => (text === '' ? '' : `|${quoted(text)}|`);

const looks: Readonly<Partial<Record<Health, string>>> = {
  failing: 'stroke:firebrick,stroke-width:3px',
  degraded: 'stroke:darkorange,stroke-width:2px',
  unknown: 'stroke-dasharray:4 3',
};

function marks(nodes: readonly GraphNode[], idOf: (node: string) => string): readonly string[] {
  return Object.entries(looks).flatMap(([health, look]) => {
    const ill = nodes.filter((node) => node.health === health).map(({ id }) => idOf(id));
    return ill.length === 0 ? [] : [`  classDef ${health} ${look};`, `  class ${ill.join(',')} ${health};`];
  });
}

/** Links are styled by their number in the text. */
function troubled(edges: readonly GraphEdge[]): readonly string[] {
  return (['failing', 'degraded'] as const).flatMap((health) => {
    const numbers = edges.flatMap((edge, index) => (edge.health === health ? [index] : []));
    return numbers.length === 0 ? [] : [`  linkStyle ${numbers.join(',')} ${looks[health]};`];
  });
}
