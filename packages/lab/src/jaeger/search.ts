import { setImmediate } from 'node:timers/promises';
import type { Timeline } from '../flow/index.ts';
import { reportedFrom } from './reach.ts';
import { originsIn } from './sampler.ts';
import { durationUs, type Trace } from './span.ts';
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

/** So many requests are looked at before a search gives up. */
export const searchBudget = 20_000;
/** After so many the search lets others have their turn. */
const stride = 256;

/** The newest traces that fit. `complete` false: the search gave up before it had seen the whole span of time. */
export async function searchTraces(
  timeline: Timeline,
  search: Search,
  signal: AbortSignal,
): Promise<{ readonly traces: readonly Trace[]; readonly complete: boolean }> {
  const traces: Trace[] = [];
  let looked = 0;
  for (const origin of originsNewestFirst(timeline, search)) {
    const trace = walk(timeline, origin);
    if (trace && fits(trace, search)) traces.push(trace);
    if (traces.length >= search.limit) break;
    if (++looked >= searchBudget) return { traces, complete: false };
    if (looked % stride === 0) await setImmediate(undefined, { signal });
  }
  return { traces, complete: true };
}

function* originsNewestFirst(timeline: Timeline, search: Search): Generator<Origin> {
  const first = Math.floor(Math.max(search.fromMs, timeline.startMs) / 1000);
  for (let second = Math.floor(search.toMs / 1000); second >= first; second--) {
    const roots = rootsReaching(timeline, search, second * 1000 + 999);
    const origins = roots.flatMap((root) => originsIn(timeline, root, second)).filter(({ ms }) => ms >= search.fromMs && ms <= search.toMs);
    yield* origins.sort((a, b) => b.ms - a.ms);
  }
}

/** Roots whose requests may pass the service: the others need not be followed. */
function rootsReaching(timeline: Timeline, { service, operation }: Search, ms: number): readonly number[] {
  const entries = timeline.epochAt(ms)?.solution.entries ?? [];
  return entries.flatMap((entry, root) => {
    const reached =
      entry && reportedFrom(entry).some((one) => one.service === service && (operation === null || one.operation === operation));
    return reached ? [root] : [];
  });
}

function fits(trace: Trace, { service, operation, minDurationUs, maxDurationUs, tags }: Search): boolean {
  const lasted = durationUs(trace);
  if (lasted < minDurationUs || lasted > maxDurationUs) return false;
  const wanted = Object.entries(tags);
  return trace.spans.some(
    (span) =>
      span.service === service &&
      (operation === null || span.operation === operation) &&
      wanted.every(([key, value]) =>
        key === 'span.kind' ? span.kind === value : Object.hasOwn(span.tags, key) && String(span.tags[key]) === value,
      ),
  );
}
