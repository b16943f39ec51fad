import type { Browser } from '@playwright/test';
import { openBrowser } from './browser.ts';
import { budgets } from './budgets.ts';
import { cytoscapePanning } from './cytoscape-panning.ts';
import { drawnMesh } from './drawn-mesh.ts';
import { type Budget, budgeted, type Figure, figure } from './figure.ts';
import { type Drawn, firstDrawing } from './first-drawing.ts';
import type { Frames } from './frames.ts';
import { openMesh } from './open-mesh.ts';
import { panning } from './panning.ts';
import { runningDots } from './running-dots.ts';

interface Size {
  readonly workloads: number;
  /** Fewer calls would be another promise. */
  readonly leastCalls: number;
  /** Null where nothing is promised. */
  readonly first: Budget | null;
  readonly drag: Budget | null;
}

const sizes: readonly Size[] = [
  { workloads: 50, leastCalls: 100, first: null, drag: null },
  { workloads: 200, leastCalls: 500, first: budgets.firstPaint200, drag: budgets.drag200 },
  { workloads: 500, leastCalls: 1250, first: budgets.firstPaint500, drag: budgets.drag500 },
];
/** Smaller ones say nothing: whatever draws them has nothing to do. */
const comparedFrom = 200;
const crowd = { workloads: 1000, leastCalls: 2500 } as const;
const huge = { workloads: 5000, namespaces: 106 } as const;

/** First pictures and moving ones, by meshes of three sizes, in a real browser; the larger ones beside Cytoscape. Then dots, and a mesh in groups. */
export async function drawingFigures(say: (text: string) => void): Promise<readonly Figure[]> {
  const browser = await openBrowser();
  try {
    const figures: Figure[] = [];
    const work: number[] = [];
    for (const size of sizes) {
      say(`drawing ${size.workloads} workloads`);
      await using mesh = await openMesh(size.workloads);
      const drawn = await ownFigures(browser, mesh.url, size);
      work.push(drawn.dragged.workMs);
      figures.push(...drawn.figures, ...(size.workloads >= comparedFrom ? await besideCytoscape(browser, mesh.url, drawn) : []));
    }
    const growth = Math.max(...work) / Math.min(...work);
    figures.push(budgeted('dragging: work of the dearest mesh to the cheapest', growth, 'ratio', budgets.panGrowth));
    say('dots');
    figures.push(...(await dotFigures(browser)));
    say(`opening ${huge.workloads} workloads`);
    return [...figures, ...(await gatheredFigures(browser))];
  } finally {
    await browser.close();
  }
}

async function ownFigures(browser: Browser, server: string, { workloads, leastCalls, first, drag }: Size) {
  const opened = await firstDrawing(browser, server);
  const { dragged, near, plate, window } = await panning(browser, server);
  const figures = [
    figure(`${counted(opened.drawn, workloads, leastCalls)}: first picture since the address was entered`, opened.fromAddress, 'ms'),
    judged('  since the graph had come', opened.fromAnswer, 'ms', first),
    figure('  fetched until then, as sent', opened.bytes / 1000, 'kB'),
    ...framesOf('  dragging the ground', dragged, drag),
    ...framesOf('  dragging the ground, near', near, drag),
    ...framesOf('  dragging a plate, near', plate, drag),
  ];
  return { figures, dragged, window };
}

/** What is drawn, in words. Fails: when it is less than what the promise is about. */
function counted({ nodes, edges }: Drawn, leastNodes: number, leastCalls: number): string {
  if (nodes < leastNodes || edges < leastCalls)
    throw new Error(`Only ${nodes} nodes and ${edges} calls are drawn; the promise is about ${leastNodes} and ${leastCalls}.`);
  return `${nodes} nodes, ${edges} calls`;
}

async function besideCytoscape(browser: Browser, server: string, { dragged, window }: Awaited<ReturnType<typeof ownFigures>>) {
  const mesh = await drawnMesh(server);
  const figures: Figure[] = [];
  for (const textureOnViewport of [false, true]) {
    const frames = await cytoscapePanning(browser, { mesh, window, textureOnViewport });
    const name = `  Cytoscape, bare, ${textureOnViewport ? 'with' : 'without'} texture`;
    figures.push(
      ...framesOf(name, frames, null),
      budgeted('    our work, whole page, to its work', dragged.workMs / frames.workMs, 'ratio', budgets.panAgainstCytoscape),
    );
  }
  return figures;
}

async function dotFigures(browser: Browser): Promise<readonly Figure[]> {
  await using mesh = await openMesh(crowd.workloads);
  const figures: Figure[] = [];
  // As a mesh is usually drawn, and where a screen holds the most lines.
  for (const layout of ['layered', 'breadth'] as const) {
    const { drawn, calls, inSight, frames, dots } = await runningDots(browser, mesh.url, layout);
    const of = `${counted(drawn, crowd.workloads, crowd.leastCalls)}, ${calls} with dots, ${inSight} in sight (${layout})`;
    figures.push(figure(`${of}: dots on the screen`, dots, 'dots'), ...framesOf('  dots travel', frames, budgets.dots));
  }
  return figures;
}

async function gatheredFigures(browser: Browser): Promise<readonly Figure[]> {
  await using mesh = await openMesh(huge.workloads, huge);
  const opened = await firstDrawing(browser, mesh.url, { search: '' });
  const of = counted(opened.drawn, 30, 100);
  return [
    figure(`${huge.workloads} workloads as ${of}: first picture since the address was entered`, opened.fromAddress, 'ms'),
    budgeted('  since the graph had come', opened.fromAnswer, 'ms', budgets.firstPaintGathered),
  ];
}

const judged = (name: string, value: number, unit: string, budget: Budget | null): Figure => ({ name, value, unit, budget });

const framesOf = (name: string, { count, p50, p95, workMs }: Frames, budget: Budget | null): readonly Figure[] => [
  figure(`${name}: time between frames, half of ${count}`, p50, 'ms'),
  judged(`${name}: 95 of 100`, p95, 'ms', budget),
  figure(`${name}: work of the page`, workMs, 'ms/s'),
];
