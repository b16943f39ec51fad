import type { CallTrace } from '@vigla/contract/traces';
import type { GraphEdge, GraphNode } from '@vigla/contract/graph';
import { callSpans, type FoundTrace, tracedName } from '@vigla/domain/traces';
import type { EpochSeconds } from '@vigla/contract/units';
import type { Tracing } from '../sources/index.ts';

/** Which traces of which call. */
export interface CallQuestion {
  readonly edge: GraphEdge;
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly which: 'slowest' | 'failed';
  readonly since: EpochSeconds;
  readonly until: EpochSeconds;
}

/** The store gives the newest; so many are looked at for each end. */
const mostLooked = 60;

/**
 * Traces that hold a call, asked for by both of its ends at once: a request that never arrived is known to its caller only, and
 * one from a caller without a proxy to the called side only. The slowest are asked for by the time that one call in twenty takes.
 */
export async function findCallTraces(
  tracing: Tracing,
  { edge, from, to, which, since, until }: CallQuestion,
  signal: AbortSignal,
): Promise<{
  readonly found: readonly { readonly trace: FoundTrace; readonly call: Pick<CallTrace, 'callMs' | 'callFailed'> }[];
  readonly looked: number;
}> {
  const services = [tracedName(from), tracedName(to)].filter((name) => name !== null);
  const slow = which === 'slowest' ? (edge.traffic.p95Ms ?? 0) : 0;
  const ask = (leastMs: number) =>
    Promise.all(
      services.map((service) =>
        tracing.search({ service, from: since, to: until, limit: mostLooked, leastMs, failed: which === 'failed' }, signal),
      ),
    );
  const sift = (answers: readonly (readonly FoundTrace[])[]) => {
    const all = new Map(answers.flat().map((trace) => [trace.summary.id, trace]));
    const found = [...all.values()].flatMap((trace) => {
      const spans = callSpans(trace, from, to).filter(({ failed }) => which === 'slowest' || failed);
      const callMs = Math.max(0, ...spans.map(({ durationMs }) => durationMs));
      return spans.length === 0 ? [] : [{ trace, call: { callMs, callFailed: spans.some(({ failed }) => failed) } }];
    });
    return { found, looked: all.size };
  };
  const first = sift(await ask(slow));
  // Few requests are traced: where none of the slow ones is, the slowest of the others say more than nothing.
  return first.found.length > 0 || slow === 0 ? first : sift(await ask(0));
}
