import type { Browser } from '@playwright/test';
import { openBrowser } from './browser.ts';
import { budgets } from './budgets.ts';
import { cytoscapePanning } from './cytoscape-panning.ts';
import { drawnMesh } from './drawn-mesh.ts';
import { budgeted, type Figure, figure } from './figure.ts';
import { firstDrawing } from './first-drawing.ts';
import type { Frames } from './frames.ts';
import { openMesh } from './open-mesh.ts';
import { panning } from './panning.ts';

const sizes = [50, 200, 500] as const;
/** Smaller ones say nothing: whatever draws them has nothing to do. */
const compared: readonly number[] = [200, 500];

/** First pictures and moving ones, by meshes of three sizes, in a real browser; the larger ones beside Cytoscape. */
export async function drawingFigures(say: (text: string) => void): Promise<readonly Figure[]> {
  const browser = await openBrowser();
  try {
    const figures: Figure[] = [];
    const work: number[] = [];
    for (const workloads of sizes) {
      say(`drawing ${workloads} workloads`);
      await using mesh = await openMesh(workloads);
      const drawn = await ownFigures(browser, mesh.url, workloads);
      work.push(drawn.dragged.workMs);
      figures.push(...drawn.figures, ...(compared.includes(workloads) ? await besideCytoscape(browser, mesh.url, drawn) : []));
    }
    const growth = Math.max(...work) / Math.min(...work);
    return [...figures, budgeted('panning: work of the dearest mesh to the cheapest', growth, 'ratio', budgets.panGrowth)];
  } finally {
    await browser.close();
  }
}

async function ownFigures(browser: Browser, server: string, workloads: number) {
  const first = await firstDrawing(browser, server);
  const { dragged, dots, window } = await panning(browser, server);
  const figures = [
    figure(`${workloads} workloads: first picture since the address was entered`, first.fromAddress, 'ms'),
    figure('  since the graph had come', first.fromAnswer, 'ms'),
    figure('  fetched until then, as sent', first.bytes / 1000, 'kB'),
    ...framesOf('  panning', dragged),
    ...(dots ? framesOf('  dots', dots) : []),
  ];
  return { figures, dragged, window };
}

async function besideCytoscape(browser: Browser, server: string, { dragged, window }: Awaited<ReturnType<typeof ownFigures>>) {
  const mesh = await drawnMesh(server);
  const figures: Figure[] = [];
  for (const textureOnViewport of [false, true]) {
    const frames = await cytoscapePanning(browser, { mesh, window, textureOnViewport });
    const name = `  Cytoscape, bare, ${textureOnViewport ? 'with' : 'without'} texture`;
    figures.push(
      ...framesOf(name, frames),
      budgeted('    our work, whole page, to its work', dragged.workMs / frames.workMs, 'ratio', budgets.panAgainstCytoscape),
    );
  }
  return figures;
}

const framesOf = (name: string, { p50, p95, workMs }: Frames): readonly Figure[] => [
  figure(`${name}: time between frames, half of them`, p50, 'ms'),
  figure(`${name}: 95 of 100`, p95, 'ms'),
  figure(`${name}: work of the page`, workMs, 'ms/s'),
];
