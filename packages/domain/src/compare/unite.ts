import type { GraphEdge, GraphNode, Traffic, TrafficGraph } from '@vigla/contract/graph';

/** An edge in both windows. `edge`: as it is now, or as it was where it is gone. Null: nothing flowed. */
export interface EdgePair {
  readonly edge: GraphEdge;
  readonly before: Traffic | null;
  readonly after: Traffic | null;
  readonly mtlsBefore: number | null;
  readonly mtlsAfter: number | null;
}

/** A node in both windows; nothing in a window where it had no traffic at all. */
export interface NodePair {
  readonly node: GraphNode;
  readonly before: readonly Traffic[];
  readonly after: readonly Traffic[];
  /** Whether anything flowed into or out of it. */
  readonly wasThere: boolean;
  readonly isThere: boolean;
}

/** Two graphs of the same question as one. */
export interface United {
  readonly nodes: ReadonlyMap<string, NodePair>;
  readonly edges: ReadonlyMap<string, EdgePair>;
  /** Ids of edges into and out of a node. */
  readonly into: ReadonlyMap<string, readonly EdgePair[]>;
  readonly outOf: ReadonlyMap<string, readonly EdgePair[]>;
}

/** Requests or bytes: whatever the protocol counts. */
export const amountOf = ({ protocol, requestsPerSecond, bytesPerSecond }: Traffic): number =>
  (protocol === 'tcp' ? bytesPerSecond : requestsPerSecond) ?? 0;

const flowing = (traffic: Traffic | undefined): Traffic | null => (traffic && amountOf(traffic) > 0 ? traffic : null);
const flowed = (traffic: readonly Traffic[]): boolean => traffic.some((one) => amountOf(one) > 0);

/** Joins two graphs by id. Order: by id, whatever the order of what is given. */
export function unite(before: TrafficGraph, after: TrafficGraph): United {
  const nodes = byId(
    before.nodes,
    after.nodes,
    (was: GraphNode | undefined, is: GraphNode | undefined, node): NodePair => ({
      node,
      before: was?.inbound ?? [],
      after: is?.inbound ?? [],
      wasThere: was !== undefined && (flowed(was.inbound) || flowed(was.outbound)),
      isThere: is !== undefined && (flowed(is.inbound) || flowed(is.outbound)),
    }),
  );
  const edges = byId(before.edges, after.edges, (was: GraphEdge | undefined, is: GraphEdge | undefined, edge): EdgePair => {
    const [earlier, later] = [flowing(was?.traffic), flowing(is?.traffic)];
    // A call that is gone is known by what it was; proxies may still remember it at rest.
    return {
      edge: later === null && earlier !== null && was !== undefined ? was : edge,
      before: earlier,
      after: later,
      mtlsBefore: earlier === null ? null : (was?.mtlsRatio ?? null),
      mtlsAfter: later === null ? null : (is?.mtlsRatio ?? null),
    };
  });
  const into = new Map<string, EdgePair[]>();
  const outOf = new Map<string, EdgePair[]>();
  for (const pair of edges.values()) {
    push(into, pair.edge.to, pair);
    push(outOf, pair.edge.from, pair);
  }
  return { nodes, edges, into, outOf };
}

function byId<T extends { readonly id: string }, P>(
  before: readonly T[],
  after: readonly T[],
  pair: (was: T | undefined, is: T | undefined, one: T) => P,
): ReadonlyMap<string, P> {
  const [earlier, later] = [before, after].map((all) => new Map(all.map((one) => [one.id, one])));
  const ids = [...new Set([...before, ...after].map(({ id }) => id))].sort();
  return new Map(
    ids.flatMap((id): readonly [string, P][] => {
      const [was, is] = [earlier?.get(id), later?.get(id)];
      const one = is ?? was;
      return one ? [[id, pair(was, is, one)]] : [];
    }),
  );
}

function push(index: Map<string, EdgePair[]>, key: string, pair: EdgePair): void {
  const list = index.get(key);
  if (list) list.push(pair);
  else index.set(key, [pair]);
}
