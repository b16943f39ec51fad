import { setImmediate } from 'node:timers/promises';
import type { Timeline } from '../flow/index.ts';
import { reportedFrom } from './reach.ts';
import { tracedIn } from './sampler.ts';
import type { Span, Trace } from './span.ts';
import type { Origin } from './trace-id.ts';
import { walk } from './walk.ts';

/** What to look for. Units: epoch ms; microseconds for durations. */
export interface Search {
  readonly service: string;
  readonly operation: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
  readonly minDurationUs: number;
  readonly maxDurationUs: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** What was found. `looked`: requests that were followed for it. */
export interface Found {
  readonly traces: readonly Trace[];
  readonly looked: number;
  /** False: the search gave up before it had seen the whole span of time. */
  readonly complete: boolean;
}

/** So many requests are looked at before a search gives up. */
export const searchBudget = 20_000;
/** After so many the search lets others have their turn. */
const stride = 256;

/** The newest traces that fit. */
export async function searchTraces(timeline: Timeline, search: Search, signal: AbortSignal, budget = searchBudget): Promise<Found> {
  const traces: Trace[] = [];
  let looked = 0;
  for (const origin of originsNewestFirst(timeline, search)) {
    if (looked >= budget) return { traces, looked, complete: false };
    const trace = walk(timeline, origin);
    looked += 1;
    if (trace && fits(trace, search)) traces.push(trace);
    if (traces.length >= search.limit) break;
    if (looked % stride === 0) await setImmediate(undefined, { signal });
  }
  return { traces, looked, complete: true };
}

/** Requests that may pass what is looked for; stretches of time in which none does are not entered. */
function* originsNewestFirst(timeline: Timeline, search: Search): Generator<Origin> {
  const epochs = timeline.epochsIn(search.fromMs, search.toMs);
  for (const [at, epoch] of [...epochs.entries()].toReversed()) {
    const roots = epoch.solution.entries.flatMap((entry, root) => (entry && reaches(reportedFrom(entry), search) ? [root] : []));
    if (roots.length === 0) continue;
    const fromMs = Math.max(search.fromMs, epoch.startMs);
    const toMs = Math.min(search.toMs, (epochs[at + 1]?.startMs ?? Infinity) - 1);
    for (let second = Math.floor(toMs / 1000); second >= Math.floor(fromMs / 1000); second--) {
      const origins = roots.flatMap((root) => tracedIn(timeline, root, second)).filter(({ ms }) => ms >= fromMs && ms <= toMs);
      yield* origins.sort((a, b) => b.ms - a.ms);
    }
  }
}

const reaches = (reported: ReturnType<typeof reportedFrom>, { service, operation }: Search): boolean =>
  reported.some((one) => one.service === service && (operation === null || one.operation === operation));

/** Everything asked for must hold of one span. Source: Jaeger's stores: service, operation, duration and tags are those of one span. */
function fits({ spans }: Trace, search: Search): boolean {
  const { service, operation, minDurationUs, maxDurationUs } = search;
  const wanted = Object.entries(search.tags);
  return spans.some(
    (span) =>
      span.service === service &&
      (operation === null || span.operation === operation) &&
      span.durationUs >= minDurationUs &&
      span.durationUs <= maxDurationUs &&
      wanted.every(([key, value]) => tagOf(span, key) === value),
  );
}

/** Tags of the span itself, its kind, and those of the process that reported it. */
function tagOf(span: Span, key: string): string | undefined {
  if (key === 'span.kind') return span.kind;
  if (key === 'hostname') return span.pod;
  return Object.hasOwn(span.tags, key) ? String(span.tags[key]) : undefined;
}
