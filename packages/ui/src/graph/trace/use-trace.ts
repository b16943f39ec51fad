import type { TrafficGraph } from '@vigla/contract/graph';
import { getTrace } from '@vigla/contract/traces';
import { useMemo } from 'react';
import { type Answer, useEndpoint } from '../../data/index.ts';
import type { Kept } from '../drawing/path.ts';
import { traceKept, type TraceStep, traceSteps } from './trace-path.ts';

/** A trace that is painted on the graph. */
export interface PaintedTrace {
  readonly id: string;
  readonly answer: Pick<Answer<unknown>, 'error'> & { readonly spans: number | null };
  readonly steps: readonly TraceStep[];
}

/** Asks for the trace of a place; null where none is chosen. A trace does not change. */
export function useTrace(id: string | null, graph: TrafficGraph): PaintedTrace | null {
  const { data, error, isPrevious } = useEndpoint(getTrace, { params: { id: id ?? '0' } }, { freshness: 'frozen', enabled: id !== null });
  const spans = id === null || isPrevious ? undefined : data?.spans;
  const steps = useMemo(() => traceSteps(graph, spans ?? []), [graph, spans]);
  return useMemo(() => (id === null ? null : { id, answer: { error, spans: spans?.length ?? null }, steps }), [id, error, spans, steps]);
}

/** What stays at full strength while a trace is painted; null where there is none, or nothing of it is on the graph. */
export function useTracePath(id: string | null, graph: TrafficGraph): Kept | null {
  const trace = useTrace(id, graph);
  return useMemo(() => trace && traceKept(trace.steps), [trace]);
}
