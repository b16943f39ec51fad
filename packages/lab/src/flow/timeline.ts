import type { KubeObject } from '@vigla/contract/objects';
import { compileMesh, type Mesh, type Pod, type Workload } from '@vigla/domain/semantics';
import type { Family, Scraped, SeriesSource, Target } from '../series/index.ts';
import type { AppModel } from './app-model.ts';
import { Bundle } from './bundle.ts';
import type { Conditions, LoadFactors } from './conditions.ts';
import { createEpochs } from './epochs.ts';
import type { Epoch } from './epoch.ts';
import { loadsOf, type Loads } from './load.ts';
import { metricsOf } from './metrics.ts';
import { countSeries, createSelection } from './selection.ts';
import { scrapedPod, type ScrapedPod } from './scraped-pod.ts';
import type { Solution } from './solve.ts';
import { truthOf, type TrueEdge } from './truth.ts';
import { createWindows } from './windows.ts';

/** A running mesh as a function of time. It has no clock: whoever shows it must not ask for the future. */
export interface Timeline extends SeriesSource, Scraped {
  readonly model: AppModel;
  readonly seed: number;
  readonly startMs: number;
  /**
   * From an instant on, the cluster holds these objects, and workloads and load are as told; what is absent of these two
   * stays as it was. Order: instants rise; an earlier one counts as the latest known.
   */
  configure(atMs: number, objects: readonly KubeObject[], conditions?: Conditions, load?: LoadFactors): void;
  /** What really flows at an instant, or on average up to it over a window: what measurements are compared with. */
  truth(atMs: number, windowMs?: number): readonly TrueEdge[];
  epochAt(ms: number): Epoch | undefined;
  /** The epoch that was configured last; it may be about to begin. */
  latest(): Epoch | undefined;
  /** Epochs that overlap a span, oldest first. */
  epochsIn(fromMs: number, toMs: number): readonly Epoch[];
  /** The load of a root, with its factor. Units: requests per second. */
  rateAt(root: number, ms: number): number;
}

/** Begins a timeline; nothing flows until it is configured. */
export function createTimeline(options: { model: AppModel; seed: number; startMs: number; scrapeMs: number }): Timeline {
  const { model, seed, startMs, scrapeMs } = options;
  const loads = loadsOf(model.roots, seed);
  const pods = new Map<string, ScrapedPod>();
  const past: ScrapedPod[] = [];
  const epochs = createEpochs({
    model,
    loads,
    seed,
    began({ startMs: at, solution }) {
      windows.forget();
      record(pods, solution, { at, loads, changed: () => selection.forget() });
    },
  });
  const all = (): readonly ScrapedPod[] => [...past, ...pods.values()];
  const selection = createSelection();
  const windows = createWindows(loads, model.roots.length);

  return {
    model,
    seed,
    startMs,
    epochsIn: (fromMs, toMs) => epochs.within(fromMs, toMs),
    latest: () => epochs.latest(),
    epochAt: (ms) => epochs.at(ms),
    rateAt: (root, ms) => (loads.ratesAt(ms)[root] ?? 0) * (epochs.at(ms)?.load.get(model.roots[root]?.id ?? '') ?? 1),
    truth: (atMs, windowMs = 0) => truthOf(epochs.within(atMs - windowMs, atMs), loads, { atMs, windowMs }),
    configure(atMs, objects, conditions, load) {
      const last = epochs.latest();
      const at = Math.max(atMs, startMs, epochs.toldMs());
      const mesh = compileMesh(objects);
      epochs.advance(at - 1);
      selection.forget();
      windows.forget();
      past.push(...retire(pods, mesh, at));
      admit(pods, mesh, (workload, pod) =>
        scrapedPod(workload, pod, { seed, bornMs: at, countsSinceMs: at === startMs ? countsSince(pod, at) : Infinity, scrapeMs }),
      );
      epochs.begin({ startMs: at, mesh, conditions: conditions ?? last?.conditions ?? new Map(), load: load ?? last?.load ?? new Map() });
    },
    select(matchers, fromMs, toMs) {
      epochs.advance(toMs);
      return selection.select(all(), matchers, fromMs, toMs);
    },
    size(fromMs, toMs) {
      epochs.advance(toMs);
      return countSeries(all(), fromMs, toMs);
    },
    windows: (list, fromMs, toMs, visit) => windows.visit(list, { fromMs, toMs }, visit),
    targets: () => [...pods.values()].map(({ target }): Target => target),
    scrape(namespace, pod, atMs) {
      epochs.advance(atMs);
      const found = all().find(
        ({ target, bornMs, endMs }) => target.namespace === namespace && target.pod === pod && bornMs <= atMs && atMs < endMs,
      );
      return found && familiesOf(found, atMs);
    },
  };
}

/** Pods that are older than the timeline have been counting since they were made, for a month at most. */
const countsSince = ({ createdMs }: Pod, startMs: number): number => Math.max(createdMs, startMs - 2_592_000_000);

type Begin = (workload: Workload, pod: Pod) => ScrapedPod;

/** Ends the pods that are gone; returns them. */
function retire(pods: Map<string, ScrapedPod>, { registry }: Mesh, at: number): readonly ScrapedPod[] {
  const living = new Set(
    [...registry.workloads.values()].flatMap((workload) => workload.pods.map(({ name, uid }) => `${workload.namespace}/${name}/${uid}`)),
  );
  const gone = [...pods].filter(([key]) => !living.has(key));
  return gone.map(([key, pod]) => {
    pods.delete(key);
    pod.endMs = at;
    return pod;
  });
}

function admit(pods: Map<string, ScrapedPod>, { registry }: Mesh, begin: Begin): void {
  for (const workload of registry.workloads.values()) {
    for (const pod of workload.pods) {
      const key = `${workload.namespace}/${pod.name}/${pod.uid}`;
      if (pod.injected && pod.ip !== null && !pods.has(key)) pods.set(key, begin(workload, pod));
    }
  }
}

interface Recording {
  readonly at: number;
  readonly loads: Loads;
  /** Hears when there are series that were not there before. */
  readonly changed: () => void;
}

/** Gives every living pod its part of what flows now. */
function record(pods: ReadonlyMap<string, ScrapedPod>, { flows }: Solution, { at, loads, changed }: Recording): void {
  for (const flow of flows.values()) {
    for (const { name, uid } of flow.pods) {
      const pod = pods.get(`${flow.workload.namespace}/${name}/${uid}`);
      if (!pod) continue;
      const known = pod.bundles.get(flow.key);
      const bundle = known ?? new Bundle(pod, flow, loads);
      if (!known) {
        pod.bundles.set(flow.key, bundle);
        changed();
      }
      bundle.extend(at, flow);
    }
  }
  for (const pod of pods.values()) {
    for (const [key, bundle] of pod.bundles) {
      const reports = flows.get(key)?.pods.some(({ name }) => name === pod.target.pod) ?? false;
      if (!reports) bundle.extend(at, null);
    }
  }
}

function familiesOf(pod: ScrapedPod, atMs: number): readonly Family[] {
  const families = new Map<string, { name: string; type: Family['type']; help: string; lines: Family['lines'][number][] }>();
  for (const bundle of pod.bundles.values()) {
    let place = 0;
    for (const { name, type, help, rows } of metricsOf(bundle.protocol)) {
      const family = families.get(name) ?? { name, type, help, lines: [] };
      families.set(name, family);
      for (const row of rows) {
        const value = bundle.shownAt(place++, atMs);
        if (value !== undefined)
          family.lines.push({ name: row.metric, labels: row.le === null ? bundle.labels : { ...bundle.labels, le: row.le }, value });
      }
    }
  }
  return [...families.values()].filter(({ lines }) => lines.length > 0);
}
