import type { Gap } from '@vigla/contract/problem';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import { type MeshFlows, readFlows } from '@vigla/domain/graph';
import { type GraphQuery, type GraphQueryName, graphQueries } from '@vigla/domain/promql';
import type { Sample } from '@vigla/domain/samples';
import { AppError } from '../http/index.ts';
import type { Prometheus } from '../sources/index.ts';

/** The traffic of the whole mesh over one window. It belongs to nobody: every caller's graph is a projection of it. */
export interface Reading {
  readonly at: EpochSeconds;
  readonly window: DurationSeconds;
  readonly flows: MeshFlows;
  readonly gaps: readonly Gap[];
}

/**
 * Asks Prometheus everything that one reading needs, all at once. The number of questions does not depend on the mesh.
 * Fails: when the requests themselves cannot be had. What else is missing becomes a gap.
 */
export async function readMesh(
  prometheus: Pick<Prometheus, 'instant'>,
  window: DurationSeconds,
  at: EpochSeconds,
  signal: AbortSignal,
): Promise<Reading> {
  const queries = graphQueries(window, at);
  const outcomes = await Promise.all(queries.map((query) => ask(prometheus, query, signal)));
  const answers: Partial<Record<GraphQueryName, readonly Sample[]>> = {};
  for (const { name, samples } of outcomes) if (samples) answers[name] = samples;
  return { at, window, flows: readFlows(answers, window), gaps: gapsOf(outcomes) };
}

interface Outcome {
  readonly name: GraphQueryName;
  readonly samples: readonly Sample[] | null;
  readonly gap: Gap | null;
}

async function ask(prometheus: Pick<Prometheus, 'instant'>, { name, query, at, lacks }: GraphQuery, signal: AbortSignal): Promise<Outcome> {
  try {
    return { name, samples: await prometheus.instant(query, at, signal), gap: null };
  } catch (error) {
    if (name === 'requests' || signal.aborted || !(error instanceof AppError)) throw error;
    return { name, samples: null, gap: { source: 'prometheus', lacks, detail: error.message } };
  }
}

/** One gap for each thing that is missing, however many questions about it failed. */
function gapsOf(outcomes: readonly Outcome[]): readonly Gap[] {
  const byLack = new Map(outcomes.flatMap(({ gap }) => (gap ? [[gap.lacks, gap] as const] : [])));
  return [...byLack.values()];
}
