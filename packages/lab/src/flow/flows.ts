import type { Mesh, Pod, Workload } from '@vigla/domain/semantics';
import type { Labels } from '../series/index.ts';
import type { Scatter } from './app-model.ts';
import { constant, scattered, type Distribution } from './distribution.ts';
import type { Arrival, Hop, Outcome } from './hop.ts';
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

interface Reported {
  readonly mesh: Mesh;
  readonly hop: Hop;
  readonly rates: Float64Array;
  readonly request: Distribution;
}

/** Adds what both sides report of a hop. */
export function reportHop(flows: Map<string, Flow>, { mesh, hop, rates, request }: Reported): void {
  const { caller, call, outcomes, arrivals } = hop;
  const { protocol } = call;
  const spread = ({ mean, shares }: Distribution): Spread => ({ mean, shares });
  const part = (one: Outcome | Arrival, answer: Arrival | undefined): Part => ({
    rates: rates.map((rate) => rate * one.share),
    duration: spread(one.latency),
    request: spread(protocol === 'tcp' && !answer?.reply ? nothing : request),
    response: spread(answerSize(protocol, one.code, answer)),
  });
  const callers = caller.pods.filter(({ ready }) => ready);
  if (caller.proxy !== null) {
    for (const outcome of outcomes) {
      const labels = sourceLabels(mesh, hop, outcome);
      const answer = arrivals.find(({ workload, code }) => workload === outcome.workload && code === outcome.code);
      add(flows, { labels, protocol, workload: caller, pods: callers, part: part(outcome, answer) });
    }
  }
  for (const arrival of arrivals) {
    if (arrival.workload.proxy === null) continue;
    const pods = arrival.leg.endpoints.find(({ workload }) => workload === arrival.workload)?.pods ?? [];
    const labels = destinationLabels(mesh, hop, arrival);
    add(flows, { labels, protocol, workload: arrival.workload, pods, part: part(arrival, arrival) });
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
export function sized(scatter: Scatter | undefined): Distribution {
  const key = scatter ? `${scatter.median} ${scatter.spread}` : '';
  const made = known.get(key) ?? (scatter ? scattered(scatter) : constant(0));
  known.set(key, made);
  return made;
}

/** Proxies' own answers are short. */
const short: Scatter = { median: 90, spread: 0 };

const nothing = constant(0);

/** A connection that no application took carries nothing; nor does a call that was given up. */
function answerSize(protocol: Flow['protocol'], code: number, answer: Arrival | undefined): Distribution {
  const own = answer?.reply?.operation?.responseBytes;
  return code === 0 || (protocol === 'tcp' && !own) ? nothing : sized(own ?? short);
}
