import type { AskedQuery } from '@vigla/contract/explain';
import type { GraphEdge } from '@vigla/contract/graph';
import type { Gap } from '@vigla/contract/problem';
import { at, type DurationSeconds, type EpochSeconds, seconds } from '@vigla/contract/units';
import { type Onset, readReports, type Reports, reportsOfEdge, type Times } from '@vigla/domain/explain';
import { idOf } from '@vigla/domain/graph';
import { type CallLabels, callOutcomesQuery, callTimesQuery } from '@vigla/domain/promql';
import type { Sample } from '@vigla/domain/samples';
import { AppError } from '../http/index.ts';
import type { Prometheus } from '../sources/index.ts';
import { findOnset } from './find-onset.ts';

/** What Prometheus says of the calls of one edge. */
export interface CallNumbers {
  readonly reports: Reports;
  readonly times: readonly Times[];
  readonly timesBefore: readonly Times[];
  readonly onset: Onset | null;
  readonly queries: readonly AskedQuery[];
  readonly gaps: readonly Gap[];
}

interface Question {
  readonly edge: GraphEdge;
  /** None where the edge has an end that the reader may not see: then nothing is asked. */
  readonly calls: readonly CallLabels[];
  readonly window: DurationSeconds;
  readonly at: EpochSeconds;
  readonly alignSeconds: number;
}

/** Asks for one edge alone, each side by itself: what the graph settled into one number is told apart again. */
export async function readCallNumbers(
  prometheus: Pick<Prometheus, 'instant' | 'range'>,
  question: Question,
  signal: AbortSignal,
): Promise<CallNumbers> {
  const { edge, calls, window, at: instant } = question;
  const { protocol } = edge.traffic;
  const drawn = { reports: reportsOfEdge(edge), times: [], timesBefore: [], onset: null, queries: [], gaps: [] };
  if (calls.length === 0 || calls.length > mostCalls || protocol === 'tcp') return drawn;
  const ask = asker(prometheus, signal);
  const [outcomes, times, began] = await Promise.all([
    ask(callOutcomesQuery(calls, window), instant),
    ask(callTimesQuery(calls, window), instant),
    beganOf(prometheus, question, signal),
  ]);
  const onset = began?.onset ?? null;
  const before = await timesBefore(ask, question, onset);
  const asked = [outcomes, times, began?.asked].filter((one) => one !== null && one !== undefined);
  return {
    reports: outcomes.samples ? readReports(outcomes.samples, protocol) : drawn.reports,
    times: timesIn(times.samples ?? []),
    timesBefore: timesIn(before),
    onset,
    queries: asked.flatMap(({ query, at: when, samples }) => (samples ? [{ query, at: when, rows: rowsOf(samples) }] : [])),
    gaps: [outcomes.gap, times.gap].filter((gap) => gap !== null).slice(0, 1),
  };
}

/** When failures began; or, of calls by nobody, which fail nowhere, when they began to come. */
async function beganOf(prometheus: Pick<Prometheus, 'range'>, question: Question, signal: AbortSignal) {
  const fails = (question.edge.traffic.failed ?? 0) > 0;
  if (!fails && question.edge.from !== idOf.unknownCaller) return null;
  return findOnset(prometheus, { ...question, of: fails ? 'failures' : 'calls' }, signal);
}

/** Response times shortly before it began. */
async function timesBefore(ask: Ask, { calls, alignSeconds }: Question, onset: Onset | null): Promise<readonly Sample[]> {
  if (onset === null || onset.at === null) return [];
  const query = callTimesQuery(calls, seconds(Math.max(60, alignSeconds * 4)));
  return (await ask(query, at(Math.max(0, Math.round(onset.at) - 2 * alignSeconds)))).samples ?? [];
}

type Ask = ReturnType<typeof asker>;

/** An edge between so many pairs of ends is asked about by nobody: what is drawn must do. */
const mostCalls = 40;
const mostRows = 40;

interface Asked {
  readonly query: string;
  readonly at: EpochSeconds;
  readonly samples: readonly Sample[] | null;
  readonly gap: Gap | null;
}

function asker(prometheus: Pick<Prometheus, 'instant'>, signal: AbortSignal): (query: string, when: EpochSeconds) => Promise<Asked> {
  return async (query, when) => {
    try {
      return { query, at: when, samples: await prometheus.instant(query, when, signal), gap: null };
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
      return { query, at: when, samples: null, gap: { source: 'prometheus', lacks: 'traffic', detail: error.message } };
    }
  };
}

const timesIn = (samples: readonly Sample[]): readonly Times[] =>
  samples.map(({ labels, value }) => ({ reporter: labels['reporter'] ?? '', code: labels['response_code'] ?? '', meanMs: value }));

/** What did not happen needs no row. */
const rowsOf = (samples: readonly Sample[]): AskedQuery['rows'] =>
  samples
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, mostRows)
    .map(({ labels, value }) => ({ labels: Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== '')), value }));
