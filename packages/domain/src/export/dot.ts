import type { GraphEdge, GraphNode, NodeKind, TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { boxed, type ExportTexts, onOneLine } from './boxed.ts';

/** A graph in the language of Graphviz. Names stand only in quoted strings. Source: graphviz.org, "DOT Language". */
export function toDot(graph: TrafficGraph, title: string, texts: ExportTexts): string {
  const { boxes, loose, edges, idOf } = boxed(graph);
  const nodeLine = (node: GraphNode): string => `${idOf(node.id)} [label=${quoted(texts.node(node))}, ${nodeLook(node)}];`;
  const lines = [
    'digraph traffic {',
    '  rankdir=LR;',
    `  label=${quoted(title)};`,
    '  labelloc=t;',
    '  node [fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9, color=gray50];',
    ...boxes.flatMap(({ title: name, nodes }, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${quoted(name)};`,
      '    style=rounded;',
      ...nodes.map((node) => `    ${nodeLine(node)}`),
      '  }',
    ]),
    ...loose.map((node) => `  ${nodeLine(node)}`),
    ...edges.map((edge) => `  ${idOf(edge.from)} -> ${idOf(edge.to)} [label=${quoted(texts.edge(edge))}${edgeLook(edge)}];`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** Backslashes begin escapes such as `\N`, the node's name: doubled, they are themselves. */
const quoted = (text: string): string => `"${onOneLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const shapes: Readonly<Record<NodeKind, string>> = {
  workload: 'box',
  app: 'box',
  service: 'ellipse',
  gateway: 'cds',
  waypoint: 'hexagon',
  store: 'cylinder',
  external: 'ellipse',
  outside: 'ellipse',
  restricted: 'ellipse',
  operation: 'parallelogram',
  group: 'box3d',
};
const dashed: ReadonlySet<NodeKind> = new Set(['external', 'outside', 'restricted']);

/** Health is told by the width of the border as well as by its colour. */
const borders: Readonly<Record<Health, string>> = {
  healthy: 'color=gray50',
  degraded: 'color=orange3, penwidth=2',
  failing: 'color=red3, penwidth=3',
  not_ready: 'color=orange3, penwidth=2',
  idle: 'color=gray70',
  unknown: 'color=gray70',
};

const nodeLook = ({ kind, health }: GraphNode): string =>
  `shape=${shapes[kind]}, ${borders[health]}${dashed.has(kind) || health === 'unknown' ? ', style=dashed' : ''}`;

function edgeLook({ health, traffic }: GraphEdge): string {
  const colour = health === 'failing' || health === 'degraded' ? `, ${borders[health]}` : '';
  const style = health === 'idle' ? ', style=dotted' : traffic.protocol === 'tcp' ? ', style=dashed' : '';
  return `${colour}${style}`;
}
