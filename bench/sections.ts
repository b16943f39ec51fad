import { budgets } from './budgets.ts';
import { builtFace, initialSize, pluginEntrySize, wholeSize } from './face-sizes.ts';
import { type Budget, budgeted, type Figure, figure } from './figure.ts';
import { type GraphCost, graphCost } from './graph-cost.ts';
import { graphLatency } from './graph-latency.ts';
import { labQueries, rangeSteps } from './lab-queries.ts';
import { coldGraph, thinkingMs, warmGraphs } from './graph-at-scale.ts';
import { labStart } from './lab-start.ts';
import { openMesh } from './open-mesh.ts';
import { pages, watching } from './watching.ts';
import { serverMemory } from './server-memory.ts';
import { coldStart, warmStart } from './start-time.ts';

/** Questions and bytes: the same on every machine. */
export async function costFigures(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const costs = [];
  for (const namespaces of [1, 10, 100]) {
    const cost = await graphCost({ namespaces });
    costs.push(cost);
    const of = `of ${namespaces} namespaces, ${cost.edges} edges`;
    figures.push(
      budgeted(`questions to Prometheus for a graph ${of}`, cost.coldQueries, 'questions', budgets.coldQueries),
      budgeted('  asked again by somebody else', cost.warmQueries, 'questions', budgets.warmQueries),
      perEdge('  bytes per edge, raw', cost.rawBytes, cost, budgets.rawBytesPerEdge),
      perEdge('  bytes per edge, Brotli', cost.compressedBytes, cost, budgets.compressedBytesPerEdge),
      budgeted('  bytes when nothing changed', cost.unchangedBytes, 'B', budgets.unchangedBytes),
    );
  }
  const [least, most] = [Math.min(...costs.map((one) => one.coldQueries)), Math.max(...costs.map((one) => one.coldQueries))];
  return [...figures, budgeted('questions at 100 namespaces to those at 1', most / least, 'ratio', budgets.queriesGrowth)];
}

/** A budget is for what is large: a handful of edges costs little, whatever one of them does. */
const perEdge = (name: string, bytes: number, { edges }: GraphCost, budget: Budget): Figure =>
  edges < 100 ? figure(name, bytes / edges, 'B') : budgeted(name, bytes / edges, 'B', budget);

/** How long a server takes for graphs. */
export async function latencyFigures(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const workloads of [50, 200, 500]) {
    await using mesh = await openMesh(workloads);
    const { cold, warm, unchanged } = await graphLatency(mesh.url);
    figures.push(
      figure(`graph of ${workloads} workloads, cold`, cold, 'ms'),
      figure('  warm', warm, 'ms'),
      figure('  unchanged', unchanged, 'ms'),
      budgeted('  warm to cold', warm / cold, 'ratio', budgets.warmToCold),
    );
  }
  return figures;
}

/** What a mesh of a thousand workloads in a hundred namespaces costs, however many people look at it. */
export async function scaleFigures(): Promise<readonly Figure[]> {
  await using mesh = await openMesh(1000, { namespaces: 100, thinkingMs, bundled: true });
  const cold = await coldGraph(mesh);
  // First, since windows that somebody looked at are read for some time after that.
  const watched = await watching(mesh);
  const { others, types, seldom, unchanged } = await warmGraphs(mesh.url);
  return [
    budgeted('1000 workloads in 100 namespaces: questions of a cold graph', cold.questions, 'questions', budgets.coldQueries),
    figure('  slowest question alone', cold.slowest, 'ms'),
    figure('  graph, cold', cold.graph, 'ms'),
    budgeted('  graph, cold, to the slowest question', cold.graph / cold.slowest, 'ratio', budgets.coldToSlowest),
    budgeted('  asked again by other people: 95 of 100', others, 'ms', budgets.warmGraph),
    budgeted('  other graph types and namespaces that are in use: 95 of 100', types, 'ms', budgets.warmGraph),
    figure('  a graph type that nobody asked for lately', seldom, 'ms'),
    figure('  unchanged: 95 of 100', unchanged, 'ms'),
    figure('  questions per instant, one page that watches', watched.one, 'questions'),
    budgeted(`  questions per instant, ${pages} pages, to those of one`, watched.many / watched.one, 'ratio', budgets.watchersGrowth),
  ];
}

/** What a server holds in memory while it watches a very large mesh. */
export async function memoryFigures(): Promise<readonly Figure[]> {
  const { series, workloads, namespaces, objects, readings, settled, halfway, most } = await serverMemory();
  const of = `${workloads} workloads in ${namespaces} namespaces, ${objects} objects, ${series} series`;
  return [
    budgeted(`server that watches ${of}: after ${readings} readings`, settled / 1e6, 'MB', budgets.serverMemory),
    figure('  after half of them', halfway / 1e6, 'MB'),
    budgeted('  the most while it reads', most / 1e6, 'MB', budgets.serverMemory),
  ];
}

/** What the lab takes: to start, and to answer. */
export function labFigures(): readonly Figure[] {
  const start = labStart('scale:1000');
  const { edges, series, instant, range } = labQueries(3500);
  const of = `over ${edges} edges, ${series} series`;
  return [
    figure('lab of 1000 workloads, until it answers', start.milliseconds / 1000, 's'),
    budgeted('  memory of its process', start.bytes / 1e6, 'MB', budgets.labMemory),
    figure(`sum of rates ${of}, instant`, instant, 'ms'),
    figure(`  ${rangeSteps} steps`, range, 'ms'),
    budgeted('  steps to instant', range / instant, 'ratio', budgets.labRange),
  ];
}

/** What the built faces weigh. Fails: when one is not built. */
export async function faceFigures(): Promise<readonly Figure[]> {
  const [dashboard, wall, plugin] = [builtFace('dashboard'), builtFace('wall'), builtFace('console-plugin')];
  if (!dashboard || !wall || !plugin) throw new Error('not every face is built; run "pnpm build"');
  const kb = (bytes: number): number => bytes / 1000;
  const inKb = ({ most, because }: { readonly most: number; readonly because: string }) => ({ most: kb(most), because });
  const first = { dashboard: initialSize(dashboard), wall: initialSize(wall), plugin: pluginEntrySize(plugin) };
  const whole = { dashboard: wholeSize(dashboard), wall: wholeSize(wall), plugin: wholeSize(plugin) };
  return [
    budgeted('dashboard, first page: JavaScript', kb(first.dashboard.script), 'kB gzip', inKb(budgets.dashboardScript)),
    budgeted('dashboard, first page: CSS', kb(first.dashboard.style), 'kB gzip', inKb(budgets.dashboardStyle)),
    figure('dashboard, all of it', kb(whole.dashboard.script + whole.dashboard.style), 'kB gzip'),
    budgeted('wall, first page: JavaScript', kb(first.wall.script), 'kB gzip', inKb(budgets.wallScript)),
    budgeted('wall, first page: CSS', kb(first.wall.style), 'kB gzip', inKb(budgets.wallStyle)),
    figure('wall, all of it', kb(whole.wall.script + whole.wall.style), 'kB gzip'),
    budgeted('console plugin, on every page', kb(first.plugin.script), 'kB gzip', inKb(budgets.pluginEntry)),
    budgeted('console plugin, all of it', kb(whole.plugin.script + whole.plugin.style), 'kB gzip', inKb(budgets.pluginWhole)),
  ];
}

/** How long `npm start` takes here; `cold`: also in a fresh clone. */
export async function startFigures(cold: boolean): Promise<readonly Figure[]> {
  const here = [figure('npm start, second time', await warmStart(), 's')];
  if (!cold) return here;
  const fresh = await coldStart();
  return [...here, figure('npm start in a fresh clone', fresh.cold, 's'), figure('  second time', fresh.warm, 's')];
}
