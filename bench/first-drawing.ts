import type { Browser, Page } from '@playwright/test';
import { TrafficGraph } from '@vigla/contract/graph';
import { freshPage } from './browser.ts';
import { type PlatePlace, platesNow, watchPlates } from './plates.ts';
import { median } from './spread.ts';

/** From an empty browser to the graph on the screen. Units: ms, medians. */
export interface FirstDrawing {
  /** Since the address was entered. */
  readonly fromAddress: number;
  /** Since the graph's answer was there: reading it, layout, React, drawing. */
  readonly fromAnswer: number;
  /** Everything the page had fetched by then, in bytes as they came over the wire. */
  readonly bytes: number;
}

/** What is on the picture. */
export interface Drawn {
  /** Of the answer that was drawn. */
  readonly nodes: number;
  readonly edges: number;
  /** Put on the canvas when it was first painted, groups too. */
  readonly plates: readonly PlatePlace[];
}

/** How the picture is asked for: each node by itself, as `gather=auto` never shows so many. */
export const ungathered = 'in=none';

/** Opens the graph page a few times, each time as somebody who was never there. Fails: when no graph is drawn, or but a part of it. */
export async function firstDrawing(
  browser: Browser,
  server: string,
  { search = ungathered, times = 3 } = {},
): Promise<FirstDrawing & { readonly drawn: Drawn }> {
  const all: (FirstDrawing & { readonly drawn: Drawn })[] = [];
  for (let i = 0; i < times; i++) {
    const page = await freshPage(browser);
    const drawn = await openGraph(page, server, search);
    all.push({ ...(await page.evaluate(readTimes)), drawn });
    await page.context().close();
  }
  const [first] = all;
  if (!first) throw new Error('The page was never opened.');
  const of = (key: keyof FirstDrawing): number => median(all.map((one) => one[key]));
  return { fromAddress: of('fromAddress'), fromAnswer: of('fromAnswer'), bytes: of('bytes'), drawn: first.drawn };
}

/** Opens the graph page and waits until all plates are on its picture. Fails: when fewer are than the answer holds. */
export async function openGraph(page: Page, server: string, search = ungathered): Promise<Drawn> {
  await watchPlates(page);
  const answer = page.waitForResponse((reply) => new URL(reply.url()).pathname === '/api/v1/graph' && reply.status() === 200, {
    timeout: 120_000,
  });
  await page.goto(`${server}/graph?${search}`);
  await page.waitForFunction(() => performance.getEntriesByName('bench-drawn').length > 0, undefined, { timeout: 60_000 });
  const graph = TrafficGraph.parse(await (await answer).json());
  const plates = await platesNow(page);
  if (graph.edges.length === 0 || plates.length < graph.nodes.length)
    throw new Error(`The picture shows ${plates.length} of ${graph.nodes.length} nodes, and their ${graph.edges.length} calls.`);
  return { nodes: graph.nodes.length, edges: graph.edges.length, plates };
}

/** Runs in the page. */
function readTimes(): FirstDrawing {
  const drawn = performance.getEntriesByName('bench-drawn')[0]?.startTime;
  const fetched = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const answer = fetched.find(({ name }) => new URL(name).pathname === '/api/v1/graph')?.responseEnd;
  if (drawn === undefined || answer === undefined) throw new Error('The page drew something without having asked for a graph.');
  const page = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming;
  const before = [page, ...fetched.filter(({ responseEnd }) => responseEnd <= drawn)];
  return {
    fromAddress: drawn,
    fromAnswer: drawn - answer,
    bytes: before.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
}
