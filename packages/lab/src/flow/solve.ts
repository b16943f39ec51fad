import type { Mesh, Pod, Workload } from '@vigla/domain/semantics';
import type { Labels } from '../series/index.ts';
import type { AppModel, Scatter } from './app-model.ts';
import { constant, scattered, type Distribution } from './distribution.ts';
import type { Arrival, Hop, Outcome } from './hop.ts';
import { createHops } from './hops.ts';
import { destinationLabels, sourceLabels } from './standard-labels.ts';

/** One contribution to a series. Units: `rates` are requests (connections for TCP) per request of each root. */
export interface Part {
  readonly rates: Float64Array;
  readonly duration: Spread;
  readonly request: Spread;
  readonly response: Spread;
}

/** As much of a distribution as counters need: they outlive the samples by far. */
export type Spread = Pick<Distribution, 'mean' | 'shares'>;

/** What the proxies of one workload report under one set of labels. */
export interface Flow {
  readonly key: string;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  readonly labels: Labels;
  readonly workload: Workload;
  /** Those that report, each `podShare` of the whole. */
  readonly pods: readonly Pod[];
  readonly podShare: number;
  readonly parts: readonly Part[];
}

/** A mesh and its applications in balance: what flows, per request of each root. */
export interface Solution {
  /** The first hop of each root; null where its workload has no pods. */
  readonly entries: readonly (Hop | null)[];
  readonly flows: ReadonlyMap<string, Flow>;
}

/** Sends one request of every root through the mesh and adds up what is reported. Pure. */
export function solve(mesh: Mesh, model: AppModel): Solution {
  const hops = createHops(mesh, model);
  const entries = model.roots.map(({ from, call }) => {
    const workload = mesh.registry.workloads.get(from.workload);
    return workload?.pods.some(({ ready }) => ready) ? hops.hop(workload, call, null) : null;
  });
  const size = model.roots.length;
  const rates = new Map<Hop, Float64Array>();
  const sizes = new Map<Hop, Distribution>();
  entries.forEach((hop, root) => {
    if (!hop) return;
    const own = rates.get(hop) ?? new Float64Array(size);
    own[root] = 1;
    rates.set(hop, own);
    sizes.set(hop, sized(model.roots[root]?.requestBytes));
  });
  const flows = new Map<string, Flow>();
  for (const hop of inOrder(entries)) {
    const own = rates.get(hop) ?? new Float64Array(size);
    reportHop(flows, { mesh, hop, rates: own, request: sizes.get(hop) ?? constant(0) });
    for (const { share, reply } of hop.arrivals) {
      for (const { does, hop: next } of reply?.calls ?? []) {
        const onward = rates.get(next) ?? new Float64Array(size);
        own.forEach((rate, root) => (onward[root] = (onward[root] ?? 0) + rate * share * does.perRequest));
        rates.set(next, onward);
        sizes.set(next, sized(does.requestBytes));
      }
    }
  }
  return { entries, flows };
}

/** Hops so that each comes after everything that leads to it. Circles were cut when the hops were made. */
function inOrder(entries: readonly (Hop | null)[]): readonly Hop[] {
  const seen = new Set<Hop>();
  const order: Hop[] = [];
  const visit = (hop: Hop): void => {
    if (seen.has(hop)) return;
    seen.add(hop);
    for (const { reply } of hop.arrivals) for (const { hop: next } of reply?.calls ?? []) visit(next);
    order.push(hop);
  };
  for (const hop of entries) if (hop) visit(hop);
  return order.toReversed();
}

interface Reported {
  readonly mesh: Mesh;
  readonly hop: Hop;
  readonly rates: Float64Array;
  readonly request: Distribution;
}

function reportHop(flows: Map<string, Flow>, { mesh, hop, rates, request }: Reported): void {
  const { caller, call, outcomes, arrivals } = hop;
  const spread = ({ mean, shares }: Distribution): Spread => ({ mean, shares });
  const part = (one: Outcome | Arrival, response: Distribution): Part => ({
    rates: rates.map((rate) => rate * one.share),
    duration: spread(one.latency),
    request: spread(request),
    response: spread(response),
  });
  const protocol = call.protocol;
  const callers = caller.pods.filter(({ ready }) => ready);
  if (caller.proxy !== null) {
    for (const outcome of outcomes) {
      const labels = sourceLabels(mesh, hop, outcome);
      add(flows, { labels, protocol, workload: caller, pods: callers, part: part(outcome, answerSize(hop, outcome)) });
    }
  }
  for (const arrival of arrivals) {
    if (arrival.workload.proxy === null) continue;
    const pods = arrival.leg.endpoints.find(({ workload }) => workload === arrival.workload)?.pods ?? [];
    const labels = destinationLabels(mesh, hop, arrival);
    add(flows, { labels, protocol, workload: arrival.workload, pods, part: part(arrival, replySize(arrival)) });
  }
}

interface Addition extends Pick<Flow, 'labels' | 'protocol' | 'workload' | 'pods'> {
  readonly part: Part;
}

/** Only pods with a proxy report; what goes to the others is seen by nobody on this side. */
function add(flows: Map<string, Flow>, { labels, protocol, workload, pods, part }: Addition): void {
  if (pods.length === 0) return;
  const key = `${workload.key} ${Object.values(labels).join('|')}`;
  const known = flows.get(key);
  const parts = [...(known?.parts ?? []), part];
  flows.set(key, { key, protocol, labels, workload, pods: pods.filter(({ injected }) => injected), podShare: 1 / pods.length, parts });
}

const known = new Map<string, Distribution>();

/** Sizes repeat: each scatter is worked out once. */
function sized(scatter: Scatter | undefined): Distribution {
  const key = scatter ? `${scatter.median} ${scatter.spread}` : '';
  const made = known.get(key) ?? (scatter ? scattered(scatter) : constant(0));
  known.set(key, made);
  return made;
}

/** Proxies' own answers are short. */
const short: Scatter = { median: 90, spread: 0 };

const replySize = ({ reply, code }: Arrival): Distribution =>
  sized(code === 0 ? { median: 0, spread: 0 } : (reply?.operation?.responseBytes ?? short));

const answerSize = ({ arrivals }: Hop, { workload, code }: Outcome): Distribution => {
  const arrival = arrivals.find((one) => one.workload === workload && one.code === code);
  return arrival ? replySize(arrival) : sized(code === 0 ? { median: 0, spread: 0 } : short);
};
