import { TrafficGraph } from '@vigla/contract/graph';
import { routerAmong } from '../packages/ui/src/graph/drawing/route.ts';
import { layoutGraph } from '../packages/ui/src/graph/layout/layout-graph.ts';
import { layoutInput } from '../packages/ui/src/graph/layout/layout-input.ts';

/** A graph as both painters draw it: same places, same bends. Units: model px; `bends` are control points of quadratic pieces. */
export interface DrawnMesh {
  readonly nodes: readonly { readonly id: string; readonly x: number; readonly y: number; readonly health: string }[];
  readonly edges: readonly {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    readonly health: string;
    readonly bends: readonly { readonly x: number; readonly y: number }[];
  }[];
}

/** What our own page draws of a server's mesh, laid out by the same code. */
export async function drawnMesh(server: string): Promise<DrawnMesh> {
  const graph = TrafficGraph.parse(await (await fetch(`${server}/api/v1/graph?gather=none`)).json());
  const places = layoutGraph(layoutInput(graph));
  const router = routerAmong(places.values());
  return {
    nodes: graph.nodes.flatMap(({ id, health }) => {
      const place = places.get(id);
      return place ? [{ id, health, ...place }] : [];
    }),
    edges: graph.edges.flatMap(({ id, from, to, health }) => {
      const [a, b] = [places.get(from), places.get(to)];
      return a && b ? [{ id, from, to, health, bends: router.route(a, b, 0).filter((_, i) => i % 2 === 1) }] : [];
    }),
  };
}
