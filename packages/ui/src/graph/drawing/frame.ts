import type { GraphNode, GroupBy } from '@vigla/contract/graph';
import { type Point, plateSize } from './curve.ts';

/** A box around plates: a namespace, or the versions of one application. */
export interface Frame {
  readonly id: string;
  readonly kind: 'namespace' | 'app';
  readonly title: string;
  readonly namespace: string;
  /** Ids of the nodes inside. */
  readonly members: readonly string[];
}

/** Units: model px, or px on screen; the user of a rectangle says which. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const unboxed: ReadonlySet<string> = new Set(['external', 'outside', 'restricted']);

/** The namespace whose box holds a node; null for what belongs to none. */
export const boxedIn = (node: Pick<GraphNode, 'kind' | 'namespace'>): string | null => (unboxed.has(node.kind) ? null : node.namespace);

/** The boxes of a graph, outer ones first. One app with one version gets no box of its own. */
export function framesOf(nodes: readonly GraphNode[], groupBy: GroupBy): readonly Frame[] {
  const boxed = nodes.flatMap((node) => {
    const namespace = boxedIn(node);
    return namespace === null ? [] : [{ node, namespace }];
  });
  const frames: Frame[] = [...Map.groupBy(boxed, ({ namespace }) => namespace)].map(([namespace, members]) => ({
    id: `namespace:${namespace}`,
    kind: 'namespace',
    title: namespace,
    namespace,
    members: members.map(({ node }) => node.id),
  }));
  if (groupBy !== 'version') return frames;
  const versions = boxed.filter(({ node }) => node.app !== null && node.kind === 'workload');
  for (const [id, members] of Map.groupBy(versions, ({ node, namespace }) => `app:${namespace}/${node.app}`)) {
    const [first] = members;
    if (!first?.node.app || members.length < 2) continue;
    frames.push({ id, kind: 'app', title: first.node.app, namespace: first.namespace, members: members.map(({ node }) => node.id) });
  }
  return frames;
}

/** Room inside a box, around its plates. Units: model px. */
export const framePadding = { namespace: { side: 20, top: 35, bottom: 17 }, app: { side: 7, top: 7, bottom: 7 } } as const;

/** Where a box stands, given where its plates stand. Units: model px. */
export function frameRect(frame: Frame, positions: ReadonlyMap<string, Point>): Rect | null {
  const points = frame.members.flatMap((id) => positions.get(id) ?? []);
  if (points.length === 0) return null;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const { side, top, bottom } = framePadding[frame.kind];
  const left = Math.min(...xs) - plateSize.width / 2 - side;
  const upper = Math.min(...ys) - plateSize.height / 2 - top;
  return {
    x: left,
    y: upper,
    width: Math.max(...xs) + plateSize.width / 2 + side - left,
    height: Math.max(...ys) + plateSize.height / 2 + bottom - upper,
  };
}

/** The rectangle of a plate whose centre is given. Units: model px. */
export const plateRect = ({ x, y }: Point): Rect => ({
  x: x - plateSize.width / 2,
  y: y - plateSize.height / 2,
  width: plateSize.width,
  height: plateSize.height,
});
