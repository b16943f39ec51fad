import type { ReadingCost } from '@vigla/contract/graph';
import type { Gap } from '@vigla/contract/problem';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import { type MeshFlows, readFlowsInSteps } from '@vigla/domain/graph';
import { copyingJobsQuery, type GraphQuery, type GraphQueryName, graphQueries } from '@vigla/domain/promql';
import type { Sample } from '@vigla/domain/samples';
import { AppError } from '../http/index.ts';
import { isTooHeavy, type Prometheus } from '../sources/index.ts';
import type { Copies } from './copies.ts';
import { inSlices } from './in-slices.ts';
import type { Recordings } from './recordings.ts';
import type { Thrift } from './thrift.ts';

/** The traffic of the whole mesh over one window. It belongs to nobody: every caller's graph is a projection of it. */
export interface Reading {
  readonly at: EpochSeconds;
  readonly window: DurationSeconds;
  readonly flows: MeshFlows;
  readonly gaps: readonly Gap[];
  readonly cost: ReadingCost;
}

/** Whom a reading asks, and what is remembered of questions that were too heavy. */
export interface Reader {
  readonly prometheus: Pick<Prometheus, 'instant'>;
  readonly thrift: Thrift<GraphQueryName>;
  readonly copies: Copies;
  /** Rates that rules keep are read instead of raw series, where they cover the window. */
  readonly recordings: Pick<Recordings, 'covering'>;
}

/**
 * Asks Prometheus everything that one reading needs, all at once. The number of questions does not depend on the mesh.
 *
 * What is too heavy is dropped step by step, each with a gap that says so: first response times and amounts, then who the callers
 * are and what is encrypted. Fails: when even the plainest rates of requests cannot be had.
 */
export async function readMesh(reader: Reader, window: DurationSeconds, at: EpochSeconds, signal: AbortSignal): Promise<Reading> {
  const { answers, gaps, cost } = await askMesh(reader, window, at, signal);
  const take = (name: GraphQueryName): readonly Sample[] => {
    const samples = answers.get(name) ?? [];
    answers.delete(name);
    return samples;
  };
  const flows = await inSlices(readFlowsInSteps(take, window), { signal });
  return { at, window, flows, gaps, cost };
}

interface Told extends Pick<Reading, 'gaps' | 'cost'> {
  readonly answers: Map<GraphQueryName, readonly Sample[]>;
}

async function askMesh(reader: Reader, window: DurationSeconds, at: EpochSeconds, signal: AbortSignal): Promise<Told> {
  const begun = performance.now();
  const first = await askAll(reader, window, at, signal);
  const again = isCountedTwice(reader, first) ? await askAll(reader, window, at, signal) : null;
  const outcomes = again ?? first;
  const milliseconds = performance.now() - begun;
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return {
    answers: new Map(outcomes.flatMap(({ name, samples }) => (samples ? [[name, samples] as const] : []))),
    gaps: gapsOf(outcomes),
    cost: {
      queries: sum(({ asked }) => asked) + (again ? first.reduce((total, { asked }) => total + asked, 0) : 0),
      milliseconds: Math.round(milliseconds),
      series: sum(({ samples }) => samples?.length ?? 0),
    },
  };
}

interface Outcome {
  readonly name: GraphQueryName;
  readonly samples: readonly Sample[] | null;
  readonly gap: Gap | null;
  /** Questions put to the source. */
  readonly asked: number;
  /** Whether it also tells which jobs scrape the same proxies. */
  readonly looked?: boolean;
}

/** Now and then the question of the newest sample also asks which jobs scrape what others scrape too. */
async function askAll(reader: Reader, window: DurationSeconds, at: EpochSeconds, signal: AbortSignal): Promise<readonly Outcome[]> {
  const looks = reader.copies.isDue();
  // Rules add up what several jobs scrape, as they know no pods: then only raw series are right.
  const recorded = reader.copies.any() ? null : reader.recordings.covering(window, at);
  const questions = graphQueries(window, at, [], recorded).map((question) =>
    looks && question.name === 'newestSample' ? { ...question, query: `${question.query} or ${copyingJobsQuery()}` } : question,
  );
  const outcomes = await Promise.all(questions.map((question) => ask(reader, question, window, signal)));
  return outcomes.map((outcome) => ({ ...outcome, looked: looks && outcome.name === 'newestSample' }));
}

/** Whether these answers came from before it was known that proxies are scraped by several jobs. */
function isCountedTwice({ copies }: Reader, outcomes: readonly Outcome[]): boolean {
  const look = outcomes.find(({ looked }) => looked);
  if (look?.samples) return copies.found(look.samples.flatMap(({ labels }) => labels['job'] ?? []));
  if (look) copies.missed();
  return false;
}

async function ask({ prometheus, thrift }: Reader, question: GraphQuery, window: DurationSeconds, signal: AbortSignal): Promise<Outcome> {
  const { name, query, at, lacks, lean } = question;
  const gap = (of: Gap['lacks'], detail: string): Gap => ({ source: 'prometheus', lacks: of, detail });
  const plainest = async (why: string, asked: number): Promise<Outcome> => {
    if (lean === null) return { name, samples: null, gap: gap(lacks, why), asked };
    return { name, samples: await prometheus.instant(lean.query, at, signal), gap: gap(lean.lacks, why), asked: asked + 1 };
  };
  const heavy = thrift.leftOut(name, window);
  if (heavy !== null) return plainest(heavy, 0);
  try {
    const samples = await prometheus.instant(query, at, signal);
    thrift.answered(name, window);
    return { name, samples, gap: null, asked: 1 };
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    if (isTooHeavy(error)) {
      thrift.tooHeavy(name, window, `${error.message} It is not asked again for a while.`);
      return plainest(error.message, 1);
    }
    if (lean !== null) throw error;
    return { name, samples: null, gap: gap(lacks, error.message), asked: 1 };
  }
}

/** One gap for each thing that is missing, however many questions about it failed. */
function gapsOf(outcomes: readonly Outcome[]): readonly Gap[] {
  const byLack = new Map(outcomes.flatMap(({ gap }) => (gap ? [[gap.lacks, gap] as const] : [])));
  return [...byLack.values()];
}
