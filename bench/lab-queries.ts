import { createTimeline } from '@vigla/lab/flow';
import { createEngine } from '@vigla/lab/prometheus';
import { findScenario } from '@vigla/lab/scenarios';
import { median } from './spread.ts';

/** How long the lab's Prometheus takes for what a graph asks, without the network. Units: ms. */
export interface LabQueries {
  /** Pairs of workloads that talk, by the service that was called. */
  readonly edges: number;
  readonly series: number;
  readonly instant: number;
  readonly range: number;
}

const question =
  'sum by (source_workload_namespace, source_workload, destination_service_namespace, destination_service, destination_workload) (rate(istio_requests_total[1m]))';
const nowMs = Date.UTC(2026, 0, 10, 12);
const seed = 1;
const limits = { samples: 5_000_000, milliseconds: 600_000 };
const requests = { name: '__name__', operator: '=', value: 'istio_requests_total' } as const;

/** Steps of a range query as a console draws it: an hour, a minute each. */
export const rangeSteps = 61;

/** Asks a mesh of this many workloads, warm: what is asked first is asked again and again. */
export function labQueries(workloads: number): LabQueries {
  const scenario = findScenario(`scale:${workloads}`, seed);
  const source = createTimeline({ model: scenario.model, seed, startMs: nowMs - 21_600_000, scrapeMs: 5_000 });
  for (const { atMs, objects } of scenario.moments({ nowMs, seed })) source.configure(Math.max(atMs, source.startMs), objects);
  const engine = createEngine({ source, dialect: { leftOpen: true }, subqueryStepMs: 60_000 });
  const instant = (i: number) => engine.instant(question, nowMs + i * 15_000, limits);
  const range = (i: number) =>
    engine.range(question, { startMs: nowMs - (rangeSteps - 1) * 60_000 + i * 15_000, endMs: nowMs + i * 15_000, stepMs: 60_000 }, limits);
  const answer = instant(0);
  return {
    edges: 'result' in answer ? answer.result.length : 0,
    series: source.select([requests], nowMs - 60_000, nowMs).length,
    instant: timed(instant, 15),
    range: timed(range, 3),
  };
}

/** The middle one of several runs, after two that only warm up. */
function timed(run: (i: number) => unknown, times: number): number {
  const taken: number[] = [];
  for (let i = 0; i < times + 2; i++) {
    const begun = performance.now();
    run(i);
    if (i >= 2) taken.push(performance.now() - begun);
  }
  return median(taken);
}
