import { TrafficGraph } from '@vigla/contract/graph';
import { evenly } from '../packages/ui/src/graph/drawing/curve.ts';
import { dotStream } from '../packages/ui/src/graph/drawing/dots.ts';
import { lookOf, usualLook } from '../packages/ui/src/graph/drawing/look.ts';
import { routerAmong } from '../packages/ui/src/graph/drawing/route.ts';
import { arrange } from '../packages/ui/src/graph/layout/arrange.ts';
import { layoutInput } from '../packages/ui/src/graph/layout/layout-input.ts';

/** Where a picture is looked at, as its link says it. Units: x and y in CSS px of pan. */
export interface BusyView {
  readonly search: string;
  /** Calls that carry dots, and how many of these are on the screen. */
  readonly calls: number;
  readonly inSight: number;
}

interface Screen {
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}

const steps = 24;

/** The view of a server's mesh, each node by itself, with the most dots on the screen. Units: screen in CSS px. */
export async function busiestView(server: string, layout: 'layered' | 'breadth', { width, height, zoom }: Screen): Promise<BusyView> {
  const graph = TrafficGraph.parse(await (await fetch(`${server}/api/v1/graph?gather=none`)).json());
  const places = arrange(layoutInput(graph, { layout, boxes: ['namespace', 'app'] }));
  const router = routerAmong(places.values(), lookOf({ ...usualLook, layout }).flow);
  const ways = graph.edges.flatMap((edge) => {
    const [from, to, stream] = [places.get(edge.from), places.get(edge.to), dotStream(edge)];
    return from && to && stream ? [{ along: evenly(router.route(from, to, 0), steps), count: stream.count }] : [];
  });
  const [across, down] = [width / zoom, height / zoom];
  const seen = (along: Float32Array, left: number, top: number): number => {
    let inside = 0;
    for (let i = 0; i + 1 < along.length; i += 2) {
      const [x, y] = [(along[i] ?? 0) - left, (along[i + 1] ?? 0) - top];
      if (x >= 0 && x < across && y >= 0 && y < down) inside++;
    }
    return inside / (steps + 1);
  };
  let best = { left: 0, top: 0, dots: 0 };
  // A view that begins at some plate: there is nothing to see where none is.
  for (const { x, y } of places.values()) {
    const [left, top] = [x - across / 2, y - down / 2];
    const dots = ways.reduce((sum, { along, count }) => sum + count * seen(along, left, top), 0);
    if (dots > best.dots) best = { left, top, dots };
  }
  const inSight = ways.filter(({ along }) => seen(along, best.left, best.top) > 0).length;
  const view = `x=${Math.round(-best.left * zoom)}&y=${Math.round(-best.top * zoom)}&z=${zoom}`;
  return { search: `${layout === 'layered' ? '' : `layout=${layout}&`}${view}`, calls: ways.length, inSight };
}
