import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';

/** Trouble that does not follow from other trouble. */
export interface Root {
  /** Id of an edge, or of a node where no call shows it. */
  readonly element: string;
  readonly failedPerSecond: number;
  /** Share of all failing requests, each counted where it first fails, that lead here. */
  readonly score: number;
  /** Ids of edges whose failures follow from it, nearest first. */
  readonly consequences: readonly string[];
}

/** Below this part of what fails above, trouble below is not its reason. */
const leastPart = 0.5;

/** What a caller's proxy does on its own has no reason further down. */
const ownDoing = /(^|,)(UO|UH|NR|NC|FI|DI|RL|UF|UC|LR|OM)(,|$)/;

/**
 * Finds where trouble begins. A failing call whose callee has failing calls of its own, enough of them, follows from the worst
 * of those; what is left is a root. Order: the most suspicious first. Calls in circles follow from nothing within the circle.
 */
export function rankRoots({ nodes, edges, window }: Pick<TrafficGraph, 'nodes' | 'edges' | 'window'>): readonly Root[] {
  const ill = edges.filter(({ health }) => health === 'failing' || health === 'degraded');
  const failed = (edge: GraphEdge): number => (edge.traffic.failed ?? 0) / window;
  const downstream = new Map<string, GraphEdge[]>();
  for (const edge of ill) downstream.set(edge.from, [...(downstream.get(edge.from) ?? []), edge]);
  const reason = (edge: GraphEdge): GraphEdge | null => {
    if (isOwnDoing(edge)) return null;
    const below = (downstream.get(edge.to) ?? []).filter((one) => one !== edge);
    const [worst] = [...below].sort((a, b) => failed(b) - failed(a) || (a.id < b.id ? -1 : 1));
    const sum = below.reduce((total, one) => total + failed(one), 0);
    return worst && sum >= leastPart * failed(edge) ? worst : null;
  };
  const follows = new Map(ill.map((edge) => [edge.id, reason(edge)]));
  const chains = ill.map((edge) => ({ edge, chain: chainOf(edge, follows) }));
  const roots = new Map<string, { edge: GraphEdge; following: { id: string; distance: number }[]; first: number }>();
  const reached = new Set([...follows.values()].flatMap((edge) => (edge ? [edge.id] : [])));
  for (const { edge, chain } of chains) {
    const end = chain.at(-1) ?? edge;
    const root = roots.get(end.id) ?? { edge: end, following: [], first: 0 };
    roots.set(end.id, root);
    if (end !== edge) root.following.push({ id: edge.id, distance: chain.length });
    // Failures are counted where they first show: at calls that nothing else follows from.
    if (!reached.has(edge.id)) root.first += failed(edge);
  }
  const total = [...roots.values()].reduce((sum, { first, edge }) => sum + (first || failed(edge)), 0);
  const ofEdges = [...roots.values()].map(
    ({ edge, following, first }): Root => ({
      element: edge.id,
      failedPerSecond: failed(edge),
      score: total > 0 ? Math.min(1, (first || failed(edge)) / total) : 0,
      consequences: following.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1)).map(({ id }) => id),
    }),
  );
  return [...ofEdges, ...silentNodes(nodes, ill)].sort(
    (a, b) => b.score - a.score || b.failedPerSecond - a.failedPerSecond || (a.element < b.element ? -1 : 1),
  );
}

const isOwnDoing = ({ endings }: GraphEdge): boolean => {
  const bad = endings.filter(({ code }) => code === '-' || /^[45]/.test(code));
  const sum = bad.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);
  return (
    sum > 0 &&
    bad.filter(({ flags }) => ownDoing.test(flags)).reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0) > sum / 2
  );
};

/** From a call to the root that it follows from, the root last. */
function chainOf(edge: GraphEdge, follows: ReadonlyMap<string, GraphEdge | null>): readonly GraphEdge[] {
  const chain: GraphEdge[] = [];
  let here: GraphEdge | null | undefined = follows.get(edge.id);
  while (here && here !== edge && !chain.includes(here)) {
    chain.push(here);
    here = follows.get(here.id);
  }
  return chain;
}

/** Nodes in trouble that no failing call touches: pods that are not ready and that nobody calls. */
function silentNodes(nodes: readonly GraphNode[], ill: readonly GraphEdge[]): readonly Root[] {
  const touched = new Set(ill.flatMap(({ from, to }) => [from, to]));
  return nodes
    .filter(({ id, health }) => (health === 'not_ready' || health === 'failing') && !touched.has(id))
    .map(({ id }) => ({ element: id, failedPerSecond: 0, score: 0, consequences: [] }));
}

/** The root that most of the trouble of some nodes comes from, and how much of it there is; null for nodes without trouble. */
export function rootOfNodes(
  graph: Pick<TrafficGraph, 'nodes' | 'edges' | 'window'>,
  ids: ReadonlySet<string>,
): { readonly root: Root; readonly failedPerSecond: number } | null {
  const roots = rankRoots(graph);
  const mine = graph.edges.filter(
    ({ from, to, health }) => (ids.has(from) || ids.has(to)) && (health === 'failing' || health === 'degraded'),
  );
  const inbound = mine.filter(({ to }) => ids.has(to));
  const counted = inbound.length > 0 ? inbound : mine;
  const failedPerSecond = counted.reduce((sum, { traffic }) => sum + (traffic.failed ?? 0) / graph.window, 0);
  const scored = roots
    .map((root) => ({
      root,
      part: mine
        .filter(({ id }) => id === root.element || root.consequences.includes(id))
        .reduce((sum, { traffic }) => sum + (traffic.failed ?? 0), 0),
    }))
    .filter(({ part, root }) => part > 0 || ids.has(root.element))
    .sort((a, b) => b.part - a.part);
  const [best] = scored;
  return best ? { root: best.root, failedPerSecond } : null;
}
