import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { worst } from '@vigla/domain/health';
import type { Frame } from '../drawing/frame.ts';

/** A row of the table by place: a box, a node in it, or a call that leaves the node. */
export type PlaceRow = (
  | { readonly kind: 'box'; readonly frame: Frame; readonly nodes: readonly GraphNode[] }
  | { readonly kind: 'node'; readonly node: GraphNode }
  | { readonly kind: 'call'; readonly edge: GraphEdge }
) & {
  /** Unique in the table; a node's or a call's is its id. */
  readonly id: string;
  /** Depth in the tree, from 1; place among its siblings, from 1; and how many they are. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly children: number;
  readonly isOpen: boolean;
  readonly health: Health;
};

interface Setting {
  readonly graph: Pick<TrafficGraph, 'nodes' | 'edges'>;
  readonly frames: readonly Frame[];
  /** What the search found; null where nothing is searched. */
  readonly found: ReadonlySet<string> | null;
  /** Rows that a person opened or shut against the usual. */
  readonly toggled: ReadonlySet<string>;
}

const severity: Readonly<Record<Health, number>> = { failing: 0, degraded: 1, not_ready: 2, unknown: 3, healthy: 4, idle: 5 };

/** Everything on the picture as a tree, worst first. Boxes are open, nodes shut but for those with calls in trouble. */
export function placeRows({ graph, frames, found, toggled }: Setting): readonly PlaceRow[] {
  const calls = Map.groupBy(graph.edges, ({ from }) => from);
  const isWanted = (node: GraphNode): boolean =>
    !found || found.has(node.id) || graph.edges.some(({ id, from, to }) => found.has(id) && (from === node.id || to === node.id));
  const nodes = graph.nodes.filter(isWanted);
  const homes = homesOf(nodes, frames);
  const healthOf = (members: readonly GraphNode[]): Health => worst(members.map(({ health }) => health));
  const isOpen = (id: string, usual: boolean): boolean => toggled.has(id) !== usual;

  const within = (parent: string | null, level: number): readonly PlaceRow[] => {
    const boxes = homes.frames.filter((one) => one.parent === parent);
    const members = homes.nodes.filter((one) => one.parent === parent);
    const siblings = boxes.length + members.length;
    const branches = [
      ...boxes.map(({ frame }) => ({
        health: healthOf(homes.inside(frame)),
        name: frame.title,
        grow: (at: number) => boxRows(frame, level, at, siblings),
      })),
      ...members.map(({ node }) => ({ health: node.health, name: node.name, grow: (at: number) => nodeRows(node, level, at, siblings) })),
    ];
    return branches
      .sort((a, b) => severity[a.health] - severity[b.health] || a.name.localeCompare(b.name))
      .flatMap(({ grow }, index) => grow(index + 1));
  };
  const boxRows = (frame: Frame, level: number, position: number, siblings: number): readonly PlaceRow[] => {
    const inside = homes.inside(frame);
    const row = { kind: 'box', frame, nodes: inside, id: frame.id, level, position, siblings, children: inside.length } as const;
    const open = isOpen(frame.id, true);
    return [{ ...row, isOpen: open, health: healthOf(inside) }, ...(open ? within(frame.id, level + 1) : [])];
  };
  const nodeRows = (node: GraphNode, level: number, position: number, siblings: number): readonly PlaceRow[] => {
    const out = (calls.get(node.id) ?? []).toSorted((a, b) => severity[a.health] - severity[b.health] || (a.id < b.id ? -1 : 1));
    const open = isOpen(
      node.id,
      out.some(({ health }) => health === 'failing' || health === 'degraded'),
    );
    const row = {
      kind: 'node',
      node,
      id: node.id,
      level,
      position,
      siblings,
      children: out.length,
      isOpen: open,
      health: node.health,
    } as const;
    return [row, ...(open ? out.map((edge, index) => callRow(edge, level + 1, index + 1, out.length)) : [])];
  };
  return within(null, 1);
}

const callRow = (edge: GraphEdge, level: number, position: number, siblings: number): PlaceRow => ({
  kind: 'call',
  edge,
  id: edge.id,
  level,
  position,
  siblings,
  children: 0,
  isOpen: false,
  health: edge.health,
});

/** Which box each node and each box lies in: the smallest that holds it. Boxes without a node are left out. */
function homesOf(nodes: readonly GraphNode[], frames: readonly Frame[]) {
  const shown = new Map(nodes.map((node) => [node.id, node]));
  const bySize = frames
    .filter(({ members }) => members.some((id) => shown.has(id)))
    .toSorted((a, b) => a.members.length - b.members.length);
  const order = { app: 0, namespace: 1, group: 2, label: 3, cluster: 4 } as const;
  const around = (frame: Frame): string | null =>
    bySize.find((one) => order[one.kind] > order[frame.kind] && frame.members.every((id) => one.members.includes(id)))?.id ?? null;
  return {
    frames: bySize.map((frame) => ({ frame, parent: around(frame) })),
    nodes: nodes.map((node) => ({ node, parent: innermost(node.id, bySize, order) })),
    inside: (frame: Frame): readonly GraphNode[] => frame.members.flatMap((id) => shown.get(id) ?? []),
  };
}

/** Two boxes of the same nodes: the inner kind holds them. */
const innermost = (id: string, frames: readonly Frame[], order: Readonly<Record<Frame['kind'], number>>): string | null =>
  frames.filter(({ members }) => members.includes(id)).toSorted((a, b) => order[a.kind] - order[b.kind])[0]?.id ?? null;
