import type library from 'cytoscape';
import type { DrawnMesh } from './drawn-mesh.ts';

declare global {
  var benchCytoscape: library.Core;
}

/** What the page is told to draw. Units: `plate` in model px. */
export interface CytoscapeOrder {
  readonly mesh: DrawnMesh;
  readonly textureOnViewport: boolean;
  readonly plate: { readonly width: number; readonly height: number };
}

/** Runs in a bare page: draws a mesh with Cytoscape's canvas renderer, plates as finished pictures, and tells the zoom. */
export function drawWithCytoscape({ mesh, textureOnViewport, plate }: CytoscapeOrder): number {
  const colours: Readonly<Record<string, string>> = { failing: '#b1380b', degraded: '#b98412' };
  const places = new Map(mesh.nodes.map(({ id, x, y }) => [id, { x, y }]));
  const [xs, ys] = [mesh.nodes.map(({ x }) => x), mesh.nodes.map(({ y }) => y)];
  const span = (all: readonly number[], more: number): number => Math.max(...all) - Math.min(...all) + more;
  const zoom = Math.min(1, (innerWidth - 40) / span(xs, plate.width), (innerHeight - 40) / span(ys, plate.height));

  /** A plate at the size it is seen at: nothing is left to scale. */
  const picture = (health: string): string => {
    const sheet = document.createElement('canvas');
    sheet.width = Math.ceil(plate.width * zoom * devicePixelRatio);
    sheet.height = Math.ceil(plate.height * zoom * devicePixelRatio);
    const ink = sheet.getContext('2d');
    if (!ink) throw new Error('This browser has no canvas to draw on.');
    ink.fillStyle = '#fff';
    ink.fillRect(0, 0, sheet.width, sheet.height);
    ink.strokeStyle = colours[health] ?? '#8a8d90';
    ink.strokeRect(0.5, 0.5, sheet.width - 1, sheet.height - 1);
    return sheet.toDataURL();
  };
  const pictures = new Map([...new Set(mesh.nodes.map(({ health }) => health))].map((health) => [health, picture(health)]));

  /** Cytoscape measures bends along and beside the straight line between two nodes. */
  const bent = ({ from, to, bends }: DrawnMesh['edges'][number]): library.Css.Edge => {
    const [a, b] = [places.get(from) ?? { x: 0, y: 0 }, places.get(to) ?? { x: 0, y: 0 }];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy) || 1;
    return {
      'control-point-weights': bends.map(({ x, y }) => ((x - a.x) * dx + (y - a.y) * dy) / length ** 2),
      'control-point-distances': bends.map(({ x, y }) => ((y - a.y) * dx - (x - a.x) * dy) / length),
    };
  };

  globalThis.benchCytoscape = globalThis.cytoscape({
    container: document.getElementById('picture'),
    elements: {
      nodes: mesh.nodes.map(({ id, x, y, health }) => ({
        data: { id },
        position: { x, y },
        style: { 'background-image': pictures.get(health) ?? '' },
      })),
      edges: mesh.edges.map((edge) => ({
        data: { id: edge.id, source: edge.from, target: edge.to },
        style: { 'line-color': colours[edge.health] ?? '#8a8d90', 'target-arrow-color': colours[edge.health] ?? '#8a8d90', ...bent(edge) },
      })),
    },
    style: [
      {
        selector: 'node',
        style: { shape: 'rectangle', width: plate.width, height: plate.height, 'background-opacity': 0, 'background-fit': 'cover' },
      },
      {
        selector: 'edge',
        // As wide on the screen as our lines are, which have no heads when seen from so far.
        style: {
          width: 1 / zoom,
          'curve-style': 'unbundled-bezier',
          'edge-distances': 'node-position',
          'target-arrow-shape': zoom < 0.3 ? 'none' : 'triangle',
        },
      },
    ],
    layout: { name: 'preset', fit: true, padding: 20 },
    textureOnViewport,
    autoungrabify: true,
    boxSelectionEnabled: false,
  });
  return globalThis.benchCytoscape.zoom();
}
