import { createTimeline, type Timeline } from '../flow/index.ts';
import { createJaegerHandler } from '../jaeger/index.ts';
import { createKubernetes, type ObjectStore, type Persona } from '../kubernetes/index.ts';
import { createPrometheusHandler, dirtyScraped, dirtySource, exportSeries, type Dirt, type ExportSpan } from '../prometheus/index.ts';
import { findScenario, type Moment } from '../scenarios/index.ts';
import { followWrites } from './follow-writes.ts';
import { listen } from './listen.ts';
import { createPersonas, writeKubeconfigs } from './personas.ts';

/** What a lab is started with. Units: `now` epoch ms. Ports of 0, the default, are chosen by the system. */
export interface LabOptions {
  /** Default: bookinfo. */
  readonly scenario?: string;
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
  readonly ports?: { readonly kubernetes?: number; readonly prometheus?: number; readonly jaeger?: number };
  /** Where the kubeconfigs are written, for their owner's eyes only. */
  readonly folder: string;
  readonly now?: () => number;
}

/** A running mesh: three real protocols, and doors for tests. */
export interface Lab {
  readonly scenario: string;
  readonly scrapeSeconds: number;
  readonly urls: { readonly kubernetes: string; readonly prometheus: string; readonly jaeger: string };
  /** Of the admin. */
  readonly kubeconfigPath: string;
  /** A kubeconfig as YAML. Fails: an unknown persona. */
  kubeconfig(persona: string): string;
  readonly personas: readonly Persona[];
  readonly caPem: string;
  readonly store: ObjectStore;
  readonly timeline: Timeline;
  /** Every sample of a span as OpenMetrics with timestamps, in parts, for `promtool tsdb create-blocks-from openmetrics`; by default all of the past. */
  export(span?: Partial<ExportSpan>): Iterable<string>;
  /** Stops everything and removes the kubeconfigs. */
  close(): Promise<void>;
}

/** Starts a whole mesh in this process. Fails: an unknown scenario, a port in use; nothing is left running then. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { seed = 1, historySeconds = 21_600, scrapeSeconds = 5, host = '127.0.0.1', ports = {}, folder, now = Date.now } = options;
  const scenario = findScenario(options.scenario ?? 'bookinfo', seed);
  positive({ historySeconds, scrapeSeconds });
  const nowMs = now();
  const moments = scenario.moments({ nowMs: Math.floor(nowMs / 1000) * 1000, seed });
  const timeline = createTimeline({
    model: scenario.model,
    seed,
    startMs: Math.floor(nowMs / 1000 - historySeconds) * 1000,
    scrapeMs: scrapeSeconds * 1000,
  });
  tell(timeline, moments);

  await using started = new AsyncDisposableStack();
  const personas = createPersonas();
  const kubernetes = await createKubernetes({ objects: moments.at(-1)?.objects ?? [], personas, now, host, port: ports.kubernetes ?? 0 });
  started.defer(() => kubernetes.close());
  started.defer(followWrites(kubernetes.store, timeline, now));
  const source = options.dirty ? dirtySource(timeline, options.dirty, scrapeSeconds * 1000) : timeline;
  const scraped = options.dirty ? dirtyScraped(timeline, options.dirty, scrapeSeconds * 1000) : timeline;
  const prometheus = await listen(createPrometheusHandler({ source, scraped, now, scrapeSeconds }), {
    host,
    port: ports.prometheus ?? 0,
  });
  started.defer(() => prometheus.close());
  const jaeger = await listen(createJaegerHandler({ timeline, now }), { host, port: ports.jaeger ?? 0 });
  started.defer(() => jaeger.close());
  const written = await writeKubeconfigs(folder, personas, (persona) => kubernetes.kubeconfig(persona));
  started.defer(written.remove);
  const running = started.move();

  return {
    scenario: scenario.id,
    scrapeSeconds,
    urls: { kubernetes: kubernetes.url, prometheus: prometheus.url, jaeger: jaeger.url },
    kubeconfigPath: written.adminPath,
    kubeconfig(id) {
      const persona = personas.find((one) => one.id === id);
      if (!persona) throw new Error(`There is no persona ${id}; there are ${personas.map((one) => one.id).join(', ')}.`);
      return kubernetes.kubeconfig(persona);
    },
    personas,
    caPem: kubernetes.caPem,
    store: kubernetes.store,
    timeline,
    export: ({ fromMs = timeline.startMs, toMs = now() } = {}) => exportSeries(source, { fromMs, toMs: Math.min(toMs, now()) }),
    close: () => running.disposeAsync(),
  };
}

function positive(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} is ${value}; it must be greater than 0.`);
  }
}

/** Tells the past: of the states that held before the history begins only the last one matters. */
function tell(timeline: Timeline, moments: readonly Moment[]): void {
  const before = moments.findLastIndex(({ atMs }) => atMs <= timeline.startMs);
  for (const { atMs, objects } of moments.slice(Math.max(0, before))) timeline.configure(Math.max(atMs, timeline.startMs), objects);
}
