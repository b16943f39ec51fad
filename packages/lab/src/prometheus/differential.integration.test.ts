import { historyQueries, graphQueries } from '@vigla/domain/promql';
import { at, seconds } from '@vigla/contract/units';
import {
  askPrometheus,
  backfill,
  differenceOf,
  findPrometheus,
  realPrometheus,
  seriesOf,
  type RealPrometheus,
} from '@vigla/testkit/prometheus';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedSource, type Recording } from '../series/index.ts';
import { createPrometheusHandler } from './index.ts';
import { writeRecordings } from './scraping/write-recordings.ts';

const bornMs = Date.UTC(2026, 0, 10, 6);
const spanMs = 2 * 3_600_000;
const scrapeMs = 15_000;
const endMs = bornMs + spanMs;

/** A small seeded generator: the same queries every time, so that a difference can be looked at. */
function dice(seed: number) {
  let state = seed;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const of = <T>(choices: readonly T[]): T => {
    const choice = choices[Math.floor(roll() * choices.length)];
    if (choice === undefined) throw new Error('There is nothing to choose from.');
    return choice;
  };
  return { roll, of };
}

const grid = (phaseMs: number, fromMs: number, toMs: number): readonly number[] => {
  const moments: number[] = [];
  for (let t = bornMs + phaseMs; t <= endMs; t += scrapeMs) if (t >= fromMs && t <= toMs) moments.push(t);
  return moments;
};

/** A counter that changes pace, may be born late or die early, may restart, and may miss scrapes. */
function counter(labels: Recording['labels'], i: number): Recording {
  const fromMs = i % 5 === 1 ? bornMs + 2_700_000 : bornMs;
  const toMs = i % 7 === 2 ? endMs - 2_400_000 : endMs;
  const pace = i % 11 === 5 ? 0.000_7 : 0.31 + i * 0.173;
  let value = i % 3 === 0 ? 0 : 1_000 + i;
  const moments = grid((i * 997) % scrapeMs, fromMs, toMs).filter((_, k) => i % 4 !== 3 || k % 9 !== 4);
  const samples = moments.map((t, k) => {
    if (i % 6 === 4 && k === 100) value = 0;
    value += ((pace * scrapeMs) / 1_000) * (t > bornMs + 3_600_000 ? 1.7 : 1);
    return { t, v: Math.floor(value) };
  });
  return { labels, samples };
}

const gauge = (labels: Recording['labels'], i: number): Recording => ({
  labels,
  samples: grid((i * 3_011) % scrapeMs, bornMs, endMs).map((t, k) => ({ t, v: Math.sin(k / (7 + i)) * (50 + i * 3.7) + i * 0.013 })),
});

const bounds = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, Infinity];

function recordings(): readonly Recording[] {
  const all: Recording[] = [];
  let i = 0;
  const pairs = [
    ['productpage-v1', 'reviews-v1'],
    ['productpage-v1', 'reviews-v2'],
    ['reviews-v2', 'ratings-v1'],
    ['istio-ingressgateway', 'productpage-v1'],
    ['unknown', 'details-v1'],
  ] as const;
  for (const reporter of ['source', 'destination']) {
    for (const [source, destination] of pairs) {
      const ends = {
        reporter,
        source_workload: source,
        source_workload_namespace: source === 'istio-ingressgateway' ? 'istio-system' : source === 'unknown' ? 'unknown' : 'bookinfo',
        source_canonical_service: source.split('-')[0] ?? '',
        destination_workload: destination,
        destination_workload_namespace: 'bookinfo',
        destination_service_namespace: 'bookinfo',
        destination_service: `${destination.split('-')[0]}.bookinfo.svc.cluster.local`,
        destination_service_name: destination.split('-')[0] ?? '',
        request_protocol: destination.startsWith('ratings') ? 'grpc' : 'http',
      };
      for (const code of ['200', '503', '404']) {
        const outcome = {
          response_code: code,
          response_flags: code === '503' ? 'UF' : '-',
          grpc_response_status: code === '200' ? '0' : '14',
        };
        all.push(counter({ __name__: 'istio_requests_total', ...ends, ...outcome }, i++));
      }
      bounds.forEach((bound, b) => {
        const le = bound === Infinity ? '+Inf' : String(bound);
        const share = 1 - Math.exp(-(b + 1) / 3) * (b === bounds.length - 1 ? 0 : 1);
        const whole = counter({}, 12);
        const samples = whole.samples.map(({ t, v }) => ({ t, v: Math.floor(v * share ** (1 + i / 20)) }));
        all.push({ labels: { __name__: 'istio_request_duration_milliseconds_bucket', ...ends, le }, samples });
      });
      all.push(counter({ __name__: 'istio_request_duration_milliseconds_sum', ...ends }, i++));
      all.push(counter({ __name__: 'istio_tcp_sent_bytes_total', ...ends }, i++));
      all.push(counter({ __name__: 'istio_tcp_received_bytes_total', ...ends }, i++));
      all.push(gauge({ __name__: 'memory_bytes', reporter, source_workload: source, destination_workload: destination }, i++));
    }
  }
  all.push(gauge({ __name__: 'temperature', place: 'a "quoted" \\ back\nslashed é😀' }, i++));
  for (const [source] of pairs.slice(1))
    all.push(gauge({ __name__: 'workload_info', source_workload: source, team: `team-${source.length}` }, i++));
  return all;
}

const program = findPrometheus();

describe.skipIf(program === null)('the engine and the real Prometheus 2.42, asked the same', () => {
  let real: RealPrometheus;
  let server: Server;
  let ours = '';
  let folder = '';

  beforeAll(async () => {
    const all = recordings();
    folder = await mkdtemp(join(tmpdir(), 'vigla-differential-'));
    await backfill(writeRecordings(all), folder);
    real = await realPrometheus({ config: 'global: {scrape_interval: 15s}\n', folder });
    const options = { source: recordedSource(all), scraped: { targets: () => [], scrape: () => undefined } };
    server = createServer(createPrometheusHandler({ ...options, now: () => Date.now(), scrapeSeconds: 15, leftOpen: false }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    ours = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  });

  afterAll(async () => {
    server?.close();
    await real?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const compare = async (
    path: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<{ text: string; bothFail: boolean; size: number }> => {
    const [theirs, own] = await Promise.all([askPrometheus(real.url, path, parameters), askPrometheus(ours, path, parameters)]);
    const different = differenceOf(theirs, own);
    return {
      text: different === null ? '' : `${path} ${JSON.stringify(parameters)}\n${different}`,
      bothFail: theirs.status !== 200,
      size: seriesOf(theirs).length,
    };
  };

  const middle = (bornMs + 5_400_000) / 1_000;
  const instant = (query: string, time = middle) => compare('query', { query, time: String(time) });
  const range = (query: string, start = middle - 1_800, stepSeconds = 37) =>
    compare('query_range', { query, start: String(start), end: String(start + 30 * stepSeconds), step: String(stepSeconds) });

  const ourConsole = [
    ...graphQueries(seconds(300), at(middle)),
    ...graphQueries(seconds(60), at(middle), ['bookinfo', 'istio-system']),
    ...historyQueries({ window: seconds(120), gateways: [] }),
    ...historyQueries({ window: seconds(120), gateways: ['istio-ingressgateway'], namespaces: ['bookinfo'] }),
  ].map(({ query }) => query);

  it.each(ourConsole)('agree on what our console asks: %s', async (query) => {
    const atOnce = await instant(query);
    expect(atOnce.text).toBe('');
    expect(atOnce.bothFail).toBe(false);
    expect((await range(query)).text).toBe('');
  });

  it.each(otherConsoles)('agree on what other consoles ask: %s', async (query) => {
    const atOnce = await instant(query);
    expect(atOnce.text).toBe('');
    expect(atOnce.bothFail).toBe(false);
    expect((await range(query)).text).toBe('');
  });

  it.each(languageCorners)('agree on %s', async (query) => {
    expect((await instant(query)).text).toBe('');
    expect((await range(query)).text).toBe('');
  });

  it.each(mistakes)('agree that this is a mistake: %s', async (query) => {
    const atOnce = await instant(query);
    expect(atOnce.text).toBe('');
    expect(atOnce.bothFail).toBe(true);
    expect((await range(query)).text).toBe('');
  });

  it('agree on 600 queries made up at random', async () => {
    const random = dice(Number(process.env['SEED'] ?? 20_260_110));
    const differences: string[] = [];
    let answered = 0;
    for (let k = 0; k < 600; k++) {
      const query = vectorQuery(random, 3);
      const time = middle + Math.floor(random.roll() * 3_000) - 2_500 + random.of([0, 0, 0.25, 0.999]);
      const outcome = k % 2 === 0 ? await instant(query, time) : await range(query, time, random.of([15, 37, 60]));
      if (outcome.text !== '') differences.push(outcome.text);
      if (!outcome.bothFail && outcome.size > 0) answered += 1;
    }
    expect(differences).toEqual([]);
    // Queries that find nothing or fail on both sides prove little: most must have an answer.
    expect(answered).toBeGreaterThan(400);
  });

  it('agree on series, label names and label values', async () => {
    for (const path of [
      'series?match[]=istio_requests_total{response_code="503"}',
      'labels',
      'label/response_code/values',
      'label/__name__/values?match[]={team=~".%2B"}',
    ]) {
      const window = `${path.includes('?') ? '&' : '?'}start=${bornMs / 1_000}&end=${endMs / 1_000}`;
      const [theirs = [], own = []] = await Promise.all([real.url, ours].map((url) => entriesOf(`${url}/api/v1/${path}${window}`)));
      expect(own).toEqual(theirs);
      expect(theirs.length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['a moment that is none', 'query', { query: 'up', time: 'noon' }],
    ['no query', 'query', {}],
    ['no step', 'query_range', { query: 'up', start: '1', end: '2' }],
    ['a step of zero', 'query_range', { query: 'up', start: '1', end: '2', step: '0' }],
    ['an end before its start', 'query_range', { query: 'up', start: '2', end: '1', step: '1' }],
    ['too many points', 'query_range', { query: 'up', start: '0', end: '11001', step: '1' }],
    ['just not too many points', 'query_range', { query: 'up', start: '0', end: '11000', step: '1' }],
    ['a range vector over a range', 'query_range', { query: 'up[5m]', start: '1', end: '2', step: '1' }],
    ['a timeout that is none', 'query', { query: 'up', timeout: 'soon' }],
  ])('agree on %s', async (_, path, parameters) => {
    expect((await compare(path, parameters)).text).toBe('');
  });
});

/** What a list endpoint answers, in an order of its own. */
async function entriesOf(url: string): Promise<readonly string[]> {
  const body: unknown = await (await fetch(url)).json();
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
  if (!Array.isArray(data)) throw new Error(`No list: ${JSON.stringify(body)}`);
  return data.map((entry) => JSON.stringify(entry)).sort();
}

const ends =
  'source_cluster, source_workload_namespace, source_workload, source_canonical_service, destination_service_namespace, destination_service, destination_workload, response_code, response_flags';

/** The shapes that other Istio consoles and Grafana boards send. */
const otherConsoles: readonly string[] = [
  `round(sum(rate(istio_requests_total{reporter=~"waypoint|destination",destination_workload_namespace="bookinfo"} [300s])) by (${ends}) > 0,0.001)`,
  `round(sum(rate(istio_requests_total{reporter="source",source_workload_namespace!="bookinfo",destination_service=~"^.+\\\\.bookinfo\\\\..+$"} [60s])) by (${ends}) > 0,0.001)`,
  `histogram_quantile(0.95, sum(rate(istio_request_duration_milliseconds_bucket{reporter="source"}[60s])) by (le,${ends},request_protocol)) > 0`,
  'sum(rate(istio_request_duration_milliseconds_sum[2m])) by (reporter,source_workload) / sum(rate(istio_requests_total[2m])) by (reporter,source_workload) > 0',
  '(sum(rate(istio_requests_total{reporter="destination"}[60s])) by (source_workload)) OR (sum(rate(istio_tcp_sent_bytes_total[60s])) by (source_workload))',
  'rate(istio_requests_total{destination_service_namespace="bookinfo",source_workload_namespace!="bookinfo"}[600s]) > 0',
  'sum(rate(istio_requests_total{response_code=~"^0$|^[4-5]\\\\d\\\\d$"}[1m])) by (reporter) OR sum(rate(istio_requests_total{grpc_response_status=~"^[1-9]$|^1[0-6]$",response_code!~"^0$|^[4-5]\\\\d\\\\d$"}[1m])) by (reporter)',
  'topk(3, histogram_quantile(0.5, sum(rate(istio_request_duration_milliseconds_bucket[5m])) by (le, destination_service_name)))',
  'count({source_workload=~".+"}) by (__name__)',
  'sum(irate(istio_requests_total{reporter="destination",response_code!~"5.*"}[5m])) / sum(irate(istio_requests_total{reporter="destination"}[5m]))',
  'label_join(label_replace(sum(rate(istio_requests_total[1m])) by (destination_workload, destination_workload_namespace), "app", "$1", "destination_workload", "(.*)-v\\\\d"), "where", "/", "app", "destination_workload_namespace")',
];

const languageCorners: readonly string[] = [
  '-1 ^ 2',
  '2 ^ 3 ^ 2',
  '-memory_bytes ^ 2',
  '1 + 2 * 3 % 4 - -5',
  '0x1F + 017 + 1e3 + .5 + Inf - Inf',
  'NaN == bool NaN',
  '1 / 0 - -1 / 0',
  '-7 % 3',
  '1 atan2 2',
  'vector(1) == bool 1',
  '3 < bool memory_bytes',
  '3 < memory_bytes',
  'memory_bytes > bool 0',
  'memory_bytes offset 7m - memory_bytes',
  'memory_bytes offset -2m',
  'rate(istio_requests_total[2m] offset 11m)',
  'memory_bytes @ 1768028400',
  'rate(istio_requests_total[2m] @ end())',
  'sum_over_time(memory_bytes[3m] @ start() offset 1m)',
  'max_over_time(rate(istio_requests_total{reporter="source"}[1m])[10m:1m])',
  'avg_over_time(memory_bytes[10m:33s] offset 2m)',
  'count_over_time(memory_bytes[20m:])',
  'rate(sum by (reporter) (istio_requests_total)[5m:30s])',
  'absent(nothing{a="b",c=~"d",e="f"})',
  'absent(nothing{a="b",a="c"})',
  'absent(memory_bytes)',
  'absent_over_time(nothing{a="b"}[5m])',
  'absent(sum(nothing))',
  'scalar(memory_bytes)',
  'scalar(temperature) + 1',
  'vector(time())',
  'timestamp(memory_bytes)',
  'timestamp(memory_bytes offset 3m)',
  'timestamp(memory_bytes + 0)',
  'day_of_week() + hour() * 10 + minute() + month() + year() + days_in_month() + day_of_month() + day_of_year()',
  'hour(memory_bytes * 100000)',
  'clamp(memory_bytes, -10, 10)',
  'clamp(memory_bytes, 10, -10)',
  'clamp_min(clamp_max(memory_bytes, 20), -20)',
  'round(memory_bytes, 5)',
  'round(memory_bytes)',
  'sgn(memory_bytes) + abs(memory_bytes) + ceil(memory_bytes) + floor(memory_bytes)',
  'sqrt(memory_bytes) + ln(memory_bytes)',
  'exp(memory_bytes / 100) + log2(abs(memory_bytes)) + log10(abs(memory_bytes))',
  'sin(memory_bytes) + cos(memory_bytes) + tan(memory_bytes) + atan(memory_bytes) + deg(memory_bytes) + rad(memory_bytes)',
  'sinh(memory_bytes / 50) + cosh(memory_bytes / 50) + tanh(memory_bytes) + asinh(memory_bytes)',
  'acos(memory_bytes) or acosh(memory_bytes)',
  'pi() * 2',
  'sort(memory_bytes)',
  'sort_desc(memory_bytes)',
  'topk(3, memory_bytes)',
  'bottomk by (reporter) (2, memory_bytes)',
  'topk(0, memory_bytes)',
  'topk(-1, memory_bytes)',
  'quantile(0.3, memory_bytes)',
  'quantile(-1, memory_bytes)',
  'quantile by (reporter) (1.1, memory_bytes)',
  'count_values("value", round(memory_bytes, 20))',
  'count_values without (source_workload) ("value", round(memory_bytes, 50) * 1e22)',
  'stddev(memory_bytes) by (reporter)',
  'stdvar without (source_workload) (memory_bytes)',
  'group by (reporter) (memory_bytes)',
  'sum by (__name__) ({reporter="source"})',
  'sum without () (memory_bytes)',
  'avg(memory_bytes) without (destination_workload)',
  'min by (nothing) (memory_bytes)',
  'memory_bytes * on (source_workload) group_left (team) workload_info',
  'workload_info * on (source_workload) group_right (team) memory_bytes',
  'workload_info < on (source_workload) group_right memory_bytes',
  'memory_bytes > on (source_workload) group_left workload_info',
  'memory_bytes >= bool on (source_workload) group_left workload_info',
  'memory_bytes + ignoring (reporter, destination_workload) group_left workload_info',
  'memory_bytes and on (source_workload) workload_info',
  'memory_bytes unless on (source_workload) workload_info',
  'memory_bytes or workload_info',
  'memory_bytes or on (source_workload) workload_info',
  'memory_bytes{reporter="source"} - ignoring (reporter) memory_bytes{reporter="destination"}',
  'memory_bytes{reporter="source"} > ignoring (reporter) memory_bytes{reporter="destination"}',
  'memory_bytes{reporter="source"} == memory_bytes',
  'sum(memory_bytes) + on () sum(workload_info)',
  'label_replace(memory_bytes, "reporter", "", "reporter", ".*")',
  'label_replace(memory_bytes, "copy", "$1-${2}", "destination_workload", "(.*)-(v.)")',
  'label_replace(memory_bytes, "copy", "$nothing$9", "destination_workload", ".*")',
  'label_replace(memory_bytes, "copy", "x", "missing", "")',
  'label_replace(temperature, "place", "[$1]", "place", "(.*?) .*\\n.*")',
  'label_join(memory_bytes, "all", "-", "reporter", "missing", "source_workload")',
  'label_join(memory_bytes, "reporter", "-")',
  'temperature{place=~"a \\"quoted\\" .*\\n.*"}',
  'temperature{place="a \\"quoted\\" \\\\ back\\nslashed \\u00e9\\U0001F600"}',
  "temperature{place!~'(?is)A.*'}",
  'temperature{place=~"(?s)a.*"}',
  '{__name__=~"memory.+|temp.+", reporter!="source"}',
  '{__name__="memory_bytes", reporter="source"}',
  'changes(memory_bytes[5m]) + resets(memory_bytes[5m])',
  'resets(istio_requests_total[1h])',
  'deriv(memory_bytes[5m])',
  'predict_linear(memory_bytes[5m], 600)',
  'delta(memory_bytes[5m])',
  'idelta(memory_bytes[5m])',
  'irate(istio_requests_total[5m])',
  'increase(istio_requests_total[1h])',
  'increase(istio_requests_total[20s])',
  'rate(istio_requests_total[15s])',
  'last_over_time(istio_requests_total[7m])',
  'present_over_time(istio_requests_total[7m])',
  'stddev_over_time(memory_bytes[5m]) + stdvar_over_time(memory_bytes[5m])',
  'quantile_over_time(0.9, memory_bytes[5m])',
  'min_over_time(memory_bytes[5m]) + max_over_time(memory_bytes[5m]) + avg_over_time(memory_bytes[5m]) + sum_over_time(memory_bytes[5m])',
  'histogram_quantile(0.5, istio_request_duration_milliseconds_bucket)',
  'histogram_quantile(2, istio_request_duration_milliseconds_bucket)',
  'histogram_quantile(-1, istio_request_duration_milliseconds_bucket)',
  'histogram_quantile(0.99, sum by (le) (istio_request_duration_milliseconds_bucket{le!="+Inf"}))',
  'histogram_quantile(0.99, sum by (le) (istio_request_duration_milliseconds_bucket{le="+Inf"}))',
  'histogram_quantile(0.5, istio_request_duration_milliseconds_bucket * 0)',
  'histogram_quantile(scalar(vector(0.7)), -istio_request_duration_milliseconds_bucket)',
  'istio_requests_total{response_code="200"} # a comment\n + 1',
  'SUM(memory_bytes) BY (reporter)',
  'istio_requests_total and istio_requests_total > 1000',
];

const mistakes: readonly string[] = [
  '',
  'sum(',
  'memory_bytes{',
  'memory_bytes{reporter="source}',
  'memory_bytes{reporter=source}',
  'memory_bytes{reporter=~"("}',
  'memory_bytes{reporter=~"a(?=b)"}',
  'memory_bytes{reporter=~"(a)\\\\1"}',
  'memory_bytes}',
  '{}',
  '{reporter=~".*"}',
  '{reporter!="x"}',
  'memory_bytes{__name__="x"}',
  'nonsense(memory_bytes)',
  'rate(memory_bytes)',
  'rate(memory_bytes[5m], 1)',
  'sum(memory_bytes[5m])',
  'memory_bytes[0s]',
  'sum(memory_bytes)[5m]',
  'memory_bytes offset 5m[1m]',
  'sum(memory_bytes) offset 5m',
  'memory_bytes offset 1m offset 2m',
  '1 > 2',
  'memory_bytes + bool 1',
  'memory_bytes and 1',
  '1 + on (a) memory_bytes',
  'memory_bytes + "a"',
  '-"a"',
  'topk(memory_bytes)',
  'topk("a", memory_bytes)',
  'sum(1, memory_bytes)',
  'count_values(1, memory_bytes)',
  'clamp(memory_bytes, 1)',
  'label_replace(memory_bytes, "a", "b", "c")',
  'histogram_quantile(memory_bytes, memory_bytes)',
  'memory_bytes and on (a) group_left memory_bytes',
  'memory_bytes + on (a) group_left (a) memory_bytes',
  'memory_bytes + memory_bytes + on (reporter) memory_bytes',
  'memory_bytes + on (source_workload) group_left workload_info + on (reporter) memory_bytes',
  'sum by (reporter) (memory_bytes) + on (reporter) memory_bytes',
  'memory_bytes * on (reporter) workload_info * on () memory_bytes',
  'label_replace(memory_bytes, "bad-name", "b", "c", ".*")',
  'label_replace(memory_bytes, "a", "b", "c", "(")',
  'label_replace(sum by (source_workload) (memory_bytes), "source_workload", "x", "source_workload", ".*")',
  'label_join(memory_bytes, "bad-name", "-", "a")',
  'topk(NaN, memory_bytes)',
  'topk(1e30, memory_bytes)',
  'count_values("bad-name", memory_bytes)',
  'rate({__name__=~"istio_tcp_.+"}[5m])',
  '-{__name__=~"istio_tcp_.+"}',
  '1 2',
  'memory_bytes memory_bytes',
  'sum by reporter (memory_bytes)',
  '"unfinished',
  '"bad \\q escape"',
  "'line\nbreak'",
  '5m5m',
  'memory_bytes[5]m',
  'vector(1',
  'time(1)',
  'abs()',
  'memory_bytes == memory_bytes == "x"',
];

type Dice = ReturnType<typeof dice>;

const labelNames = ['reporter', 'source_workload', 'destination_workload', 'response_code', 'request_protocol', 'missing'];

const selectors = [
  'istio_requests_total',
  'istio_requests_total{reporter="destination"}',
  'istio_requests_total{response_code=~"5..|404"}',
  'istio_requests_total{source_workload!~"prod.*",reporter="source"}',
  'istio_tcp_sent_bytes_total',
  'memory_bytes',
  'memory_bytes{reporter="source"}',
  'istio_request_duration_milliseconds_sum',
  'istio_requests_total{response_code="599"}',
];

const selectorQuery = ({ of }: Dice): string => of(selectors) + of(['', '', '', '', ' offset 3m', ' offset -90s', ' @ end()']);

function matrixQuery(random: Dice, depth: number): string {
  const { of, roll } = random;
  if (depth > 0 && roll() < 0.2) return `(${vectorQuery(random, depth - 1)})[${of(['5m', '9m'])}:${of(['1m', '45s', ''])}]`;
  return `${of(selectors)}[${of(['20s', '1m', '90s', '5m', '17m'])}]${of(['', '', '', ' offset 4m'])}`;
}

function grouping({ of, roll }: Dice): string {
  const labels = [of(labelNames), of(labelNames)].slice(0, roll() < 0.5 ? 1 : 2).join(', ');
  return `${of(['by', 'by', 'without'])} (${labels})`;
}

const scalarQuery = ({ of }: Dice): string => of(['0.37', '2', '-3.5', '1000', 'time()', 'scalar(sum(memory_bytes))', 'pi()', '1e-3']);

function callQuery(random: Dice, depth: number): string {
  const { of, roll } = random;
  if (roll() < 0.6) {
    const name = of(
      'rate increase delta irate idelta avg_over_time sum_over_time max_over_time min_over_time count_over_time last_over_time changes resets deriv'.split(
        ' ',
      ),
    );
    return `${name}(${matrixQuery(random, depth - 1)})`;
  }
  const inner = vectorQuery(random, depth - 1);
  return of([
    `abs(${inner})`,
    `-(${inner})`,
    `ceil(${inner})`,
    `round(${inner}, 0.25)`,
    `clamp_max(${inner}, 75.5)`,
    `clamp_min(${inner}, -7)`,
    `label_replace(${inner}, "short", "$1", "source_workload", "(.*)-.*")`,
    `label_join(${inner}, "joined", "/", "reporter", "response_code")`,
    `quantile_over_time(0.4, ${matrixQuery(random, depth - 1)})`,
    `predict_linear(${matrixQuery(random, depth - 1)}, 300)`,
    `vector(${scalarQuery(random)})`,
    `absent(${inner})`,
    `timestamp(${inner}) - 1768000000`,
    `histogram_quantile(${of(['0.5', '0.95', '0'])}, sum by (le, reporter) (rate(istio_request_duration_milliseconds_bucket[${of(['2m', '6m'])}])))`,
  ]);
}

function binaryQuery(random: Dice, depth: number): string {
  const { of, roll } = random;
  const left = vectorQuery(random, depth - 1);
  if (roll() < 0.4) return `(${left}) ${of(['+', '-', '*', '/', '>', '< bool', '!=', '^'])} ${scalarQuery(random)}`;
  if (roll() < 0.1) return `${scalarQuery(random)} ${of(['-', '/', '>', '<= bool'])} (${left})`;
  const right = roll() < 0.3 ? left : vectorQuery(random, depth - 1);
  const matching = of(['', '', `on (${of(labelNames)}) `, `ignoring (${of(labelNames)}) `]);
  if (roll() < 0.4) return `(${left}) ${of(['and', 'or', 'unless'])} ${matching}(${right})`;
  const group = matching === '' ? '' : of(['', 'group_left ', 'group_right ', 'group_left (request_protocol) ']);
  return `(${left}) ${of(['+', '-', '*', '/', '>', '<= bool'])} ${matching}${group}(${right})`;
}

function vectorQuery(random: Dice, depth: number): string {
  const { of, roll } = random;
  if (depth <= 0) return selectorQuery(random);
  const kind = roll();
  if (kind < 0.15) return selectorQuery(random);
  if (kind < 0.5) return callQuery(random, depth);
  if (kind < 0.75) {
    const inner = vectorQuery(random, depth - 1);
    const simple = of(['sum', 'sum', 'avg', 'min', 'max', 'count', 'group', 'stdvar']);
    return of([
      `${simple}(${inner})`,
      `${simple} ${grouping(random)} (${inner})`,
      `${simple}(${inner}) ${grouping(random)}`,
      `quantile ${grouping(random)} (0.7, ${inner})`,
    ]);
  }
  return binaryQuery(random, depth);
}
