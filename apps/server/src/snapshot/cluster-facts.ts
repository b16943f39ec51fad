import type { KubeObject } from '@vigla/contract/objects';
import type { Gap } from '@vigla/contract/problem';
import { type MeshFacts, readFactsInSteps } from '@vigla/domain/inventory';
import { atOnce, type InSteps } from '@vigla/domain/steps';
import type { Kubernetes } from '../sources/index.ts';
import { inSlices } from './in-slices.ts';
import { isSameFacts } from './same-facts.ts';

/** What the cluster says of the mesh now, and what of it is missing. `facts` is null until anything was read. The same object until something changes. */
export interface ClusterFacts {
  readonly facts: MeshFacts | null;
  readonly gaps: readonly Gap[];
}

const workloadKinds = ['Namespace', 'Service', 'Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];
const configurationKinds = [
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'WorkloadEntry',
  'Sidecar',
  'HTTPRoute',
  'GRPCRoute',
];
const kinds = [...workloadKinds, ...configurationKinds];

/** Joining that takes so long is done while others are served, and not again at every change. Units: ms. */
const longMs = 50;
/** Then it may take one part in so many of all time: of 20,000 workloads the facts are some seconds old. */
const restFactor = 10;

type Lists = readonly (readonly KubeObject[])[];

/**
 * Joins the cluster's objects into facts, again only when a list has changed. In a cluster that is alive some object always has; most
 * of these changes say nothing new of the mesh, and then the facts are the very same, and all that was made of them still holds. Where
 * joining takes long, the facts of before hold until it is done.
 * `clock`: ms, from anywhere.
 */
export function createClusterFacts(
  kubernetes: Pick<Kubernetes, 'list' | 'missingKinds' | 'state'>,
  clock: () => number = () => performance.now(),
): () => ClusterFacts {
  let lists: Lists = [];
  let last: ClusterFacts = { facts: null, gaps: [] };
  let [took, restsUntil] = [0, 0];
  let meanwhile: AbortController | null = null;

  const changed = (): Lists | null => {
    const fresh = kinds.map((kind) => kubernetes.list(kind));
    return fresh.every((list, i) => isSame(list, lists[i] ?? [])) ? null : fresh;
  };
  const over = (fresh: Lists, spent: number): void => {
    meanwhile = null;
    lists = fresh;
    took = spent;
    restsUntil = took < longMs ? 0 : clock() + took * restFactor;
  };

  const join = (): MeshFacts | null => {
    meanwhile?.abort();
    meanwhile = null;
    const fresh = changed();
    if (!fresh) return last.facts;
    const begun = clock();
    const facts = atOnce(factsOf(fresh, last.facts));
    over(fresh, clock() - begun);
    return facts;
  };

  const joinMeanwhile = (): void => {
    const fresh = changed();
    if (!fresh) return;
    const mine = new AbortController();
    meanwhile = mine;
    let spent = 0;
    const work = timed(factsOf(fresh, last.facts), clock, (ms) => (spent += ms));
    const told = (facts: MeshFacts): void => {
      if (mine.signal.aborted) return;
      over(fresh, spent);
      if (facts !== last.facts) last = { ...last, facts };
    };
    // Whoever asks next joins at once, and meets what went wrong.
    const failed = (): void => {
      if (!mine.signal.aborted) [meanwhile, took] = [null, 0];
    };
    inSlices(work, { signal: mine.signal }).then(told, failed);
  };

  return () => {
    const gaps = gapsOf(kubernetes);
    // A kind that was missing is never waited for: nothing would say that it is not in the facts.
    const isOther = JSON.stringify(gaps) !== JSON.stringify(last.gaps);
    const isDue = isOther || (meanwhile === null && clock() >= restsUntil);
    if (isDue && !isOther && took >= longMs) joinMeanwhile();
    const facts = isDue && (isOther || took < longMs) ? join() : last.facts;
    if (isOther || facts !== last.facts) last = { facts, gaps };
    return last;
  };
}

/** The very same object as before where it says the same. */
function* factsOf(lists: Lists, before: MeshFacts | null): InSteps<MeshFacts> {
  const facts = yield* readFactsInSteps(lists.flat());
  return before && (yield* isSameFacts(facts, before)) ? before : facts;
}

/** The same work, and how long each of its steps took: what others do in between does not count. */
function* timed<T>(work: InSteps<T>, clock: () => number, onStep: (ms: number) => void): InSteps<T> {
  for (;;) {
    const begun = clock();
    const step = work.next();
    onStep(clock() - begun);
    if (step.done === true) return step.value;
    yield;
  }
}

/** A kind that two groups share comes as a new array of the same objects each time. */
const isSame = (list: readonly KubeObject[], before: readonly KubeObject[]): boolean =>
  list === before || (list.length === before.length && list.every((object, i) => object === before[i]));

function gapsOf(kubernetes: Pick<Kubernetes, 'missingKinds' | 'state'>): readonly Gap[] {
  const missing = kubernetes.missingKinds();
  const reasons = (of: readonly string[]): readonly string[] => of.flatMap((kind) => missing.get(kind) ?? []);
  const gap = (lacks: Gap['lacks'], why: readonly string[]): readonly Gap[] =>
    why[0] === undefined
      ? []
      : [{ source: 'kubernetes', lacks, detail: why.length === 1 ? why[0] : `${why[0]} (and ${why.length - 1} more)` }];
  return [...gap('workloads', reasons(workloadKinds)), ...gap('configuration', reasons(configurationKinds))];
}
