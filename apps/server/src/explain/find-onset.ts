import { at, type DurationSeconds, type EpochSeconds, seconds } from '@vigla/contract/units';
import { firstFailure, type Onset, onsetOf } from '@vigla/domain/explain';
import { callFailuresQuery, type CallLabels, callRateQuery } from '@vigla/domain/promql';
import type { Sample } from '@vigla/domain/samples';
import { AppError } from '../http/index.ts';
import type { Prometheus } from '../sources/index.ts';

interface Question {
  readonly calls: readonly CallLabels[];
  readonly window: DurationSeconds;
  readonly at: EpochSeconds;
  readonly alignSeconds: number;
  readonly of: 'failures' | 'calls';
}

interface Found {
  readonly onset: Onset | null;
  readonly asked: { readonly query: string; readonly at: EpochSeconds; readonly samples: readonly Sample[]; readonly gap: null } | null;
}

/** Looks back an hour, or as far as twelve windows. */
const shortest = 3600;
const steps = 120;

/** When the failures of these calls began: first roughly over a long span, then by the scrape where they began in it. Null where Prometheus does not answer. */
export async function findOnset(
  prometheus: Pick<Prometheus, 'range'>,
  { calls, window, at: end, alignSeconds, of }: Question,
  signal: AbortSignal,
): Promise<Found | null> {
  const span = Math.min(Math.max(shortest, 12 * window), end);
  const stepSeconds = Math.ceil(span / steps / alignSeconds) * alignSeconds;
  const from = at(Math.max(0, end - Math.floor(span / stepSeconds) * stepSeconds));
  const question = of === 'failures' ? callFailuresQuery : callRateQuery;
  const query = question(calls, seconds(Math.max(60, stepSeconds, 4 * alignSeconds)));
  try {
    const [series] = await prometheus.range(query, { from, to: end, stepSeconds }, signal);
    const failing = series?.values ?? [];
    const rough = onsetOf({ from, stepSeconds, failing });
    const asked = { query, at: end, samples: failing.length === 0 ? [] : [{ labels: {}, value: failing.at(-1) ?? 0 }], gap: null };
    if (rough?.at == null || rough.beforeShare > 0.02) return { onset: rough, asked };
    return { onset: await refined(prometheus, { calls, rough, at: rough.at, alignSeconds, of }, signal), asked };
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    return null;
  }
}

interface Rough {
  readonly calls: readonly CallLabels[];
  readonly rough: Onset;
  readonly at: number;
  readonly alignSeconds: number;
  readonly of: 'failures' | 'calls';
}

/** Goes through the stretch in which failures rose, scrape by scrape. A rate needs two samples, so the first of them is the one before. */
async function refined(
  prometheus: Pick<Prometheus, 'range'>,
  { calls, rough, at: about, alignSeconds, of }: Rough,
  signal: AbortSignal,
): Promise<Onset> {
  const reach = Math.max(rough.stepSeconds, 60) + 4 * alignSeconds;
  const from = at(Math.max(0, Math.round(about) - reach));
  const question = of === 'failures' ? callFailuresQuery : callRateQuery;
  const query = question(calls, seconds(3 * alignSeconds));
  const [series] = await prometheus.range(query, { from, to: at(Math.round(about) + reach), stepSeconds: alignSeconds }, signal);
  const first = firstFailure({ from, stepSeconds: alignSeconds, failing: series?.values ?? [] });
  return first === null ? rough : { ...rough, at: first, stepSeconds: alignSeconds };
}
