import type { Timeline } from '../flow/index.ts';
import { createJaegerHandler } from '../jaeger/index.ts';
import { createKubernetes, type Chaos, type ObjectStore, type Persona } from '../kubernetes/index.ts';
import { createPrometheusHandler, dirtyScraped, dirtySource, exportSeries, type Dirt, type ExportSpan } from '../prometheus/index.ts';
import { writeAdminHeader } from './admin-header.ts';
import { createAdminHandler } from './admin.ts';
import { followWrites } from './follow-writes.ts';
import { listen } from './listen.ts';
import { createLogs } from '../logs/index.ts';
import { createPersonas, writeKubeconfigs } from './personas.ts';
import { createStoryRuns, type StoryRuns } from './run-stories.ts';
import { tellHistory, type History } from './tell-history.ts';

/** What a lab is started with. Units: `now` epoch ms. Ports of 0, the default, are chosen by the system. */
export interface LabOptions {
  /** Default: bookinfo. */
  readonly scenario?: string;
  /** A story that has begun when the lab opens. It must be one of the scenario's. Default: none. */
  readonly story?: string;
  /** Default: half an hour ago. */
  readonly storySecondsAgo?: number;
  /** The same seed gives the same mesh. Default: 1. */
  readonly seed?: number;
  /** How much past there is when the lab opens. Default: 6 hours. */
  readonly historySeconds?: number;
  /** How often Prometheus would have scraped. Default: 5. */
  readonly scrapeSeconds?: number;
  /** What is wrong with the metrics, as in most real meshes. Default: nothing. For small meshes. */
  readonly dirty?: Dirt;
  /** Default: 127.0.0.1, and nobody else can reach it. */
  readonly host?: string;
  readonly ports?: { readonly kubernetes?: number; readonly prometheus?: number; readonly jaeger?: number; readonly admin?: number };
  /** Where the kubeconfigs are written, for their owner's eyes only. */
  readonly folder: string;
  readonly now?: () => number;
  /** Runs something after a time; returns how to prevent it. Default: with a timer of the system. */
  readonly later?: (ms: number, run: () => void) => () => void;
}

/** A running mesh: three real protocols, and doors for tests. */
export interface Lab {
  readonly scenario: string;
  readonly scrapeSeconds: number;
  readonly urls: { readonly kubernetes: string; readonly prometheus: string; readonly jaeger: string; readonly admin: string };
  /** Of the admin. */
  readonly kubeconfigPath: string;
  /** A file with the header that directing the lab needs. */
  readonly adminHeaderPath: string;
  readonly stories: StoryRuns;
  /** A kubeconfig as YAML. Fails: an unknown persona. */
  kubeconfig(persona: string): string;
  readonly personas: readonly Persona[];
  readonly caPem: string;
  readonly store: ObjectStore;
  /** Lets chosen requests to the Kubernetes API go wrong. */
  readonly chaos: Chaos;
  readonly timeline: Timeline;
  /** Every sample of a span as OpenMetrics with timestamps, in parts, for `promtool tsdb create-blocks-from openmetrics`; by default all of the past. */
  export(span?: Partial<ExportSpan>): Iterable<string>;
  /** Stops everything and removes the kubeconfigs. */
  close(): Promise<void>;
}

/** Starts a whole mesh in this process. Fails: an unknown scenario or story, a port in use; nothing is left running then. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { seed = 1, historySeconds = 21_600, scrapeSeconds = 5, storySecondsAgo = 1800, now = Date.now } = options;
  positive({ historySeconds, scrapeSeconds });
  const history = tellHistory({
    scenario: options.scenario ?? 'bookinfo',
    story: options.story ?? null,
    storyMs: storySecondsAgo * 1000,
    seed,
    nowMs: now(),
    historyMs: historySeconds * 1000,
    scrapeMs: scrapeSeconds * 1000,
  });
  return open(history, { ...options, scrapeSeconds, now });
}

/** Opens the doors of a mesh that has a past. */
async function open(
  { scenario, timeline, objects, told }: History,
  {
    host = '127.0.0.1',
    ports = {},
    folder,
    now,
    later = withTimer,
    scrapeSeconds,
    dirty,
  }: LabOptions & { now: () => number; scrapeSeconds: number },
): Promise<Lab> {
  await using started = new AsyncDisposableStack();
  const personas = createPersonas();
  const logs = createLogs(timeline);
  const kubernetes = await createKubernetes({ objects, personas, now, host, port: ports.kubernetes ?? 0, logs });
  started.defer(() => kubernetes.close());
  const { store } = kubernetes;
  const { source, scraped } = soiled(timeline, dirty, scrapeSeconds * 1000);
  const follower = followWrites(store, timeline, now);
  started.defer(() => follower.stop());
  const stories = createStoryRuns({ scenario, store, now, later, weather: (weather) => follower.change(weather) });
  started.defer(() => stories.close());
  if (told) stories.adopt(told.story, told.beganMs, told.without);
  const written = await writeKubeconfigs(folder, personas, (persona) => kubernetes.kubeconfig(persona));
  started.defer(written.remove);
  const header = await writeAdminHeader(folder);
  started.defer(header.remove);
  const serve = async (handler: Parameters<typeof listen>[0], port = 0): Promise<string> => {
    const server = await listen(handler, { host, port });
    started.defer(() => server.close());
    return server.url;
  };
  const urls = {
    kubernetes: kubernetes.url,
    prometheus: await serve(createPrometheusHandler({ source, scraped, now, scrapeSeconds }), ports.prometheus),
    jaeger: await serve(createJaegerHandler({ timeline, now }), ports.jaeger),
    admin: await serve(createAdminHandler({ stories, key: header.key }), ports.admin),
  };
  const running = started.move();
  return {
    scenario,
    scrapeSeconds,
    urls,
    kubeconfigPath: written.adminPath,
    adminHeaderPath: header.path,
    stories,
    kubeconfig: (id) => kubernetes.kubeconfig(findPersona(personas, id)),
    personas,
    caPem: kubernetes.caPem,
    store,
    chaos: kubernetes.chaos,
    timeline,
    export: ({ fromMs = timeline.startMs, toMs = now() } = {}) => exportSeries(source, { fromMs, toMs: Math.min(toMs, now()) }),
    close: () => running.disposeAsync(),
  };
}

function findPersona(personas: readonly Persona[], id: string): Persona {
  const found = personas.find((one) => one.id === id);
  if (!found) throw new Error(`There is no persona ${id}; there are ${personas.map((one) => one.id).join(', ')}.`);
  return found;
}

function positive(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} is ${value}; it must be greater than 0.`);
  }
}

/** A timer that keeps no process alive. */
function withTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
}

/** The metrics of a timeline, with dirt where it is asked for. */
const soiled = (timeline: Timeline, dirty: Dirt | undefined, scrapeMs: number) =>
  dirty
    ? { source: dirtySource(timeline, dirty, scrapeMs), scraped: dirtyScraped(timeline, dirty, scrapeMs) }
    : { source: timeline, scraped: timeline };
