import type { Gathered, GraphNode, GroupBy } from '@vigla/contract/graph';
import { gatheredBoxOf } from '../gather/gathered-box.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { type Point, plateSize } from './curve.ts';

/** A box around plates: a cluster, a namespace, the versions of one application, an open group, or groups with one value of a label. */
export interface Frame {
  readonly id: string;
  readonly kind: 'cluster' | 'namespace' | 'app' | 'group' | 'label';
  readonly title: string;
  /** Null of what spans several. */
  readonly namespace: string | null;
  /** Its namespace was not asked for: it is here because of its neighbours. */
  readonly foreign: boolean;
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
export const boxedIn = (node: Pick<GraphNode, 'kind' | 'namespace' | 'app'>): string | null =>
  unboxed.has(node.kind) || (node.kind === 'group' && node.app === null) ? null : node.namespace;

/** Which boxes are drawn. */
export type Boxes = GraphPlace['boxes'];

/** The usual boxes. */
export const usualBoxes: Boxes = ['namespace', 'app'];

/** Whether a mesh spans several clusters: of one, no box would say anything. */
const hasClusters = (nodes: readonly GraphNode[]): boolean => new Set(nodes.flatMap(({ cluster }) => cluster ?? [])).size > 1;

/** The cluster whose box holds a node; null where there is one cluster, or nobody wants such boxes. */
export function clusterBoxOf(nodes: readonly GraphNode[], boxes: Boxes): (node: GraphNode) => string | null {
  const wanted = boxes.includes('cluster') && hasClusters(nodes);
  return (node) => (wanted && !unboxed.has(node.kind) ? node.cluster : null);
}

/** Where a namespace stands: the same name in two clusters is two boxes. */
export function namespaceBoxOf(nodes: readonly GraphNode[]): (node: GraphNode) => string | null {
  const several = hasClusters(nodes);
  return (node) => {
    const namespace = boxedIn(node);
    return namespace === null ? null : several && node.cluster !== null ? `${node.cluster}/${namespace}` : namespace;
  };
}

interface Boxed {
  readonly nodes: readonly GraphNode[];
  readonly groupBy: GroupBy;
  /** The namespaces that were asked for. */
  readonly namespaces: readonly string[];
  readonly gathered: Gathered | null;
}

/** The boxes of a graph, outer ones first. One app with one version gets no box of its own. */
export function framesOf({ nodes, groupBy, namespaces, gathered }: Boxed, boxes: Boxes = usualBoxes): readonly Frame[] {
  const inGathered = gatheredBoxOf(gathered);
  const isForeign = (namespace: string): boolean => namespaces.length > 0 && !namespaces.includes(namespace);
  return [
    ...clusterFrames(nodes, boxes),
    ...(boxes.includes('namespace') ? gatheredFrames(nodes, gathered) : []),
    ...(boxes.includes('namespace')
      ? namespaceFrames(
          nodes.filter((node) => !inGathered(node)),
          isForeign,
        )
      : []),
    ...(boxes.includes('app') && (groupBy === 'version' || groupBy === 'workload') ? appFrames(nodes, isForeign) : []),
  ];
}

function gatheredFrames(nodes: readonly GraphNode[], gathered: Gathered | null): readonly Frame[] {
  const boxOf = gatheredBoxOf(gathered);
  const boxed = Map.groupBy(nodes, (node) => boxOf(node)?.id ?? null);
  return [...boxed].flatMap(([id, members]): readonly Frame[] => {
    const box = members[0] && boxOf(members[0]);
    return id === null || !box ? [] : [{ ...box, foreign: false, members: idsOf(members) }];
  });
}

const idsOf = (nodes: readonly GraphNode[]): readonly string[] => nodes.map(({ id }) => id);

function clusterFrames(nodes: readonly GraphNode[], boxes: Boxes): readonly Frame[] {
  const clusterOf = clusterBoxOf(nodes, boxes);
  return [...Map.groupBy(nodes, clusterOf)].flatMap(([cluster, members]): readonly Frame[] =>
    cluster === null
      ? []
      : [{ id: `cluster:${cluster}`, kind: 'cluster', title: cluster, namespace: null, foreign: false, members: idsOf(members) }],
  );
}

function namespaceFrames(nodes: readonly GraphNode[], isForeign: (namespace: string) => boolean): readonly Frame[] {
  return [...Map.groupBy(nodes, namespaceBoxOf(nodes))].flatMap(([box, members]): readonly Frame[] => {
    const namespace = members[0]?.namespace;
    if (box === null || !namespace) return [];
    const foreign = isForeign(namespace);
    return [{ id: `namespace:${box}`, kind: 'namespace', title: namespace, namespace, foreign, members: idsOf(members) }];
  });
}

function appFrames(nodes: readonly GraphNode[], isForeign: (namespace: string) => boolean): readonly Frame[] {
  const boxOf = namespaceBoxOf(nodes);
  const versions = nodes.filter((node) => node.app !== null && node.kind === 'workload' && boxOf(node) !== null);
  return [...Map.groupBy(versions, (node) => `app:${boxOf(node)}/${node.app}`)].flatMap(([id, members]): readonly Frame[] => {
    const { app, namespace } = members[0] ?? {};
    if (!app || !namespace || members.length < 2) return [];
    return [{ id, kind: 'app', title: app, namespace, foreign: isForeign(namespace), members: idsOf(members) }];
  });
}

/** Room inside a box, around its plates. Units: model px. */
export const framePadding = {
  cluster: { side: 40, top: 68, bottom: 36 },
  namespace: { side: 20, top: 35, bottom: 17 },
  group: { side: 20, top: 35, bottom: 17 },
  label: { side: 20, top: 35, bottom: 17 },
  app: { side: 7, top: 7, bottom: 7 },
} as const;

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
