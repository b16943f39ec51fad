import { type Behaviour, type FakeUpstream, fakeUpstream, type Question } from './fake-upstream.ts';

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** [epoch seconds, value] */
  readonly points: readonly (readonly [number, number])[];
}

/** What a question gets: samples for an instant query, series for a range query, or some trouble. */
export type PrometheusAnswer = readonly Sample[] | { readonly series: readonly Series[] } | Behaviour;

export interface FakePrometheus extends FakeUpstream {
  /** The PromQL of every instant and range query so far. */
  readonly queries: () => readonly string[];
  /** What every further question gets. A promise is a slow Prometheus, as slow as its test wants it. */
  answerWith(answer: PrometheusAnswer | ((query: string, question: Question) => PrometheusAnswer | Promise<PrometheusAnswer>)): void;
}

/** A Prometheus that answers as it is told: one answer for every query, or by query. It scrapes every 15 s. */
export async function fakePrometheus(first: Parameters<FakePrometheus['answerWith']>[0] = []): Promise<FakePrometheus> {
  let answer = first;
  const upstream = await fakeUpstream(async (question) => {
    const query = question.search.get('query') ?? '';
    const told = typeof answer === 'function' ? await answer(query, question) : answer;
    return behaviourOf(told, question);
  });
  return {
    ...upstream,
    queries: () => upstream.questions.filter(({ path }) => path.startsWith('/api/v1/query')).map(({ search }) => search.get('query') ?? ''),
    answerWith: (next) => {
      answer = next;
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  };
}

function behaviourOf(answer: PrometheusAnswer, { path, search }: Question): Behaviour {
  if (typeof answer === 'string' || isBehaviour(answer)) return answer;
  if (path === '/api/v1/status/config') return success({ yaml: 'global:\n  scrape_interval: 15s\n  scrape_timeout: 10s\n' });
  if (path === '/api/v1/status/buildinfo') return success({ version: '3.5.0' });
  const time = Number(search.get('time') ?? 0);
  if (search.get('query') === '1') return success({ resultType: 'scalar', result: [time, '1'] });
  return success('series' in answer ? matrix(answer.series) : path === '/api/v1/query_range' ? matrix([]) : vector(answer, time));
}

const isBehaviour = (answer: Exclude<PrometheusAnswer, string>): answer is Exclude<Behaviour, string> =>
  'status' in answer || 'raw' in answer || 'endless' in answer;

const success = (data: unknown): Behaviour => ({ status: 200, body: { status: 'success', data } });

const vector = (samples: readonly Sample[], time: number) => ({
  resultType: 'vector',
  result: samples.map(({ labels, value }) => ({ metric: labels, value: [time, text(value)] })),
});

const matrix = (series: readonly Series[]) => ({
  resultType: 'matrix',
  result: series.map(({ labels, points }) => ({ metric: labels, values: points.map(([at, value]) => [at, text(value)]) })),
});

/** As Prometheus writes numbers. */
const text = (value: number): string => (value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value));
