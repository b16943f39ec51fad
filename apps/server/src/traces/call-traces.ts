import type { CallTrace } from '@vigla/contract/traces';
import type { GraphEdge, GraphNode } from '@vigla/contract/graph';
import { callSpans, type FoundTrace, tracedName } from '@vigla/domain/traces';
import type { EpochSeconds } from '@vigla/contract/units';
import type { Tracing } from '../sources/index.ts';

/** A call between two nodes. */
export interface CallToAsk {
  readonly edge: GraphEdge;
  readonly from: GraphNode;
  readonly to: GraphNode;
}

/** Which traces of which calls. */
interface CallQuestion {
  readonly calls: readonly CallToAsk[];
  readonly which: 'slowest' | 'failed';
  readonly since: EpochSeconds;
  readonly until: EpochSeconds;
}

/** The store gives the newest; so many are looked at for each end. */
const mostLooked = 60;
/** Of so many calls, those in trouble or the slowest: each costs two searches. */
const mostCalls = 5;

interface Found {
  readonly found: readonly { readonly trace: FoundTrace; readonly call: Pick<CallTrace, 'callMs' | 'callFailed'> }[];
  readonly looked: number;
  /** How many of the calls were asked about. */
  readonly asked: number;
}

/**
 * Traces that hold any of some calls, asked for by both ends at once: a request that never arrived is known to its caller only,
 * and one from a caller without a proxy to the called side only. The slowest are asked for by the time that one call in twenty takes.
 */
export async function findCallTraces(tracing: Tracing, { calls, which, since, until }: CallQuestion, signal: AbortSignal): Promise<Found> {
  const worth = ({ edge: { traffic } }: CallToAsk): number => (which === 'slowest' ? traffic.p95Ms : traffic.failed) ?? 0;
  const chosen = [...calls].sort((a, b) => worth(b) - worth(a) || (a.edge.id < b.edge.id ? -1 : 1)).slice(0, mostCalls);
  const services = [...new Set(chosen.flatMap(({ from, to }) => [tracedName(from), tracedName(to)]).filter((name) => name !== null))];
  const slow = which === 'slowest' ? Math.min(...chosen.map(({ edge }) => edge.traffic.p95Ms ?? 0)) : 0;
  const ask = (leastMs: number) =>
    Promise.all(
      services.map((service) =>
        tracing.search({ service, from: since, to: until, limit: mostLooked, leastMs, failed: which === 'failed' }, signal),
      ),
    );
  const sift = (answers: readonly (readonly FoundTrace[])[]): Found => {
    const all = new Map(answers.flat().map((trace) => [trace.summary.id, trace]));
    const found = [...all.values()].flatMap((trace) => {
      const spans = chosen.flatMap(({ from, to }) => callSpans(trace, from, to)).filter(({ failed }) => which === 'slowest' || failed);
      const callMs = Math.max(0, ...spans.map(({ durationMs }) => durationMs));
      return spans.length === 0 ? [] : [{ trace, call: { callMs, callFailed: spans.some(({ failed }) => failed) } }];
    });
    return { found, looked: all.size, asked: chosen.length };
  };
  if (services.length === 0) return { found: [], looked: 0, asked: chosen.length };
  const first = sift(await ask(slow));
  // Few requests are traced: where none of the slow ones is, the slowest of the others say more than nothing.
  return first.found.length > 0 || slow === 0 ? first : sift(await ask(0));
}
