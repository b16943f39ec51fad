import * as z from 'zod';
import type { RangeSeries } from './sources.ts';

/** Only the envelope is parsed by schema: an answer may have 50,000 elements, for which a schema takes longer than everything else together. */
const Vector = z.object({ data: z.object({ resultType: z.literal('vector'), result: z.array(z.unknown()).max(0) }) });
const Matrix = z.object({ data: z.object({ resultType: z.literal('matrix'), result: z.array(z.unknown()) }) });

/** Whether an answer, apart from its elements, is a vector: nothing that is no element may be left among them. */
export const isVector = (envelope: unknown): boolean => Vector.safeParse(envelope).success;

/** One series of a matrix, its points as they came. */
interface PointSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [number, string])[];
}

/** Null for what is no matrix. */
export function readMatrix(body: unknown): readonly PointSeries[] | null {
  const parsed = Matrix.safeParse(body);
  if (!parsed.success) return null;
  const series: PointSeries[] = [];
  for (const element of parsed.data.data.result) {
    if (!isRecord(element)) return null;
    const { metric, values } = element;
    if (!isLabels(metric) || !Array.isArray(values) || !values.every(isPoint)) return null;
    series.push({ labels: metric, points: values });
  }
  return series;
}

interface Steps {
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
}

/** Lays points on the steps they belong to. Shape: one value per step, null where there is no finite one. */
export function onSteps(all: readonly PointSeries[], { from, to, stepSeconds }: Steps): readonly RangeSeries[] {
  const length = Math.floor((to - from) / stepSeconds) + 1;
  return all.map(({ labels, points }) => {
    const values = Array.from<number | null>({ length }).fill(null);
    for (const [time, text] of points) {
      const step = Math.round((time - from) / stepSeconds);
      const number = Number(text);
      if (step >= 0 && step < length && Number.isFinite(number)) values[step] = number;
    }
    return { labels, values };
  });
}

const Failure = z.object({ error: z.string() });

/** Prometheus' own words for why it did not answer. */
export const wordsOf = (body: unknown): string | null => Failure.safeParse(body).data?.error ?? null;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function isLabels(value: unknown): value is Readonly<Record<string, string>> {
  if (!isRecord(value)) return false;
  for (const name in value) if (typeof value[name] !== 'string') return false;
  return true;
}

const isPoint = (value: unknown): value is readonly [number, string] =>
  Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string';
