import { createRequire } from 'node:module';
import type { Browser } from '@playwright/test';
import { plateSize } from '../packages/ui/src/graph/drawing/curve.ts';
import { freshPage } from './browser.ts';
import { drawWithCytoscape } from './cytoscape-page.ts';
import type { DrawnMesh } from './drawn-mesh.ts';
import { dragAround, type Frames, framesDuring } from './frames.ts';
import { emptySpot, type Window } from './panning.ts';

const library = createRequire(import.meta.url).resolve('cytoscape/dist/cytoscape.min.js');

interface Comparison {
  readonly mesh: DrawnMesh;
  /** As large as our own picture was. */
  readonly window: Window;
  readonly textureOnViewport: boolean;
}

/** Drags the same mesh with the same hand, drawn by Cytoscape on a page that holds nothing else. */
export async function cytoscapePanning(browser: Browser, { mesh, window, textureOnViewport }: Comparison): Promise<Frames> {
  const page = await freshPage(browser);
  await page.setViewportSize({ width: Math.round(window.width), height: Math.round(window.height) });
  await page.setContent('<!doctype html><style>html, body, #picture { margin: 0; height: 100% }</style><div id="picture"></div>');
  await page.addScriptTag({ path: library });
  await page.evaluate(drawWithCytoscape, { mesh, textureOnViewport, plate: plateSize });
  // Its first pictures are drawn some frames later, when their images have been decoded.
  await page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => done())));
  const before = await page.evaluate(() => ({ ...globalThis.benchCytoscape.pan() }));
  const spot = emptySpot({ ...window, x: 0, y: 0 });
  await page.mouse.move(spot.x, spot.y);
  await page.mouse.down();
  await page.mouse.move(spot.x + 60, spot.y, { steps: 6 });
  const after = await page.evaluate(() => ({ ...globalThis.benchCytoscape.pan() }));
  await page.mouse.up();
  if (before.x === after.x) throw new Error('The hand did not move the picture that Cytoscape drew.');
  const frames = await framesDuring(page, () => dragAround(page, spot));
  await page.context().close();
  return frames;
}
