/** What a Prometheus answered, whoever it was. */
export interface PrometheusReply {
  readonly status: number;
  readonly body: {
    readonly status: string;
    readonly errorType?: string;
    readonly error?: string;
    readonly data?: PrometheusData;
  };
}

type Point = readonly [seconds: number, value: string];

interface PrometheusData {
  readonly resultType: string;
  readonly result:
    | Point
    | readonly { readonly metric: Readonly<Record<string, string>>; readonly value?: Point; readonly values?: readonly Point[] }[];
}

/** One series of an answer, whatever its type: a scalar is a series called `scalar`. */
export interface AnsweredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

/** Asks an API endpoint such as `query`, with a form. */
export async function askPrometheus(url: string, path: string, parameters: Readonly<Record<string, string>>): Promise<PrometheusReply> {
  const response = await fetch(`${url}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(parameters) });
  const body: unknown = await response.json();
  if (!isBody(body)) throw new Error(`${url} does not answer like a Prometheus: ${JSON.stringify(body).slice(0, 500)}`);
  return { status: response.status, body };
}

/** Enough of a check to tell a Prometheus from something else; what it answers in full is compared value by value. */
const isBody = (body: unknown): body is PrometheusReply['body'] => typeof body === 'object' && body !== null && 'status' in body;

/** The series of an answer. Order: by labels, since an instant vector has none of its own. */
export function seriesOf({ body }: PrometheusReply): readonly AnsweredSeries[] {
  const { resultType = '', result = [] } = body.data ?? {};
  if (isPoint(result)) return [{ labels: { '': resultType }, points: [result] }];
  return result
    .map(({ metric, value, values = [] }) => ({ labels: metric, points: value ? [value] : values }))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const isPoint = (result: PrometheusData['result']): result is Point => typeof result[0] === 'number';

/** The first way in which two answers differ, in words, or null. Sums may be added up in another order, hence a tolerance of 1e-9. */
export function differenceOf(expected: PrometheusReply, actual: PrometheusReply): string | null {
  const outcomes = [expected, actual].map(({ status, body }) => `${status} ${body.errorType ?? 'success'} ${body.data?.resultType ?? ''}`);
  if (outcomes[0] !== outcomes[1]) return `${outcomes.join(', not ')}; ${expected.body.error}; ${actual.body.error}`;
  const a = seriesOf(expected);
  const b = seriesOf(actual);
  const keys = (all: typeof a) => all.map((series) => `${keyOf(series)} (${series.points.length})`).join('\n');
  if (keys(a) !== keys(b)) return `other series or points: expected\n${keys(a)}\ngot\n${keys(b)}`;
  for (const [i, series] of a.entries()) {
    const wrong = series.points.findIndex(([t, text], k) => {
      const [ourT = NaN, ourText = ''] = b[i]?.points[k] ?? [];
      return t !== ourT || !isNear(text, ourText);
    });
    if (wrong >= 0) return `${keyOf(series)}: expected ${series.points[wrong]?.join(' ')}, got ${b[i]?.points[wrong]?.join(' ')}`;
  }
  return null;
}

const keyOf = ({ labels }: AnsweredSeries): string => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

function isNear(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y)) || Math.abs(x - y) <= 1e-11;
}
