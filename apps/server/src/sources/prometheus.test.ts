import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '@vigla/contract/units';
import { fakePrometheus, type PrometheusAnswer } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { AppError } from '../http/index.ts';
import { prometheus, scrapeIntervalIn } from './prometheus.ts';

const noon = at(1_767_268_800);
const nobodyLeaves = new AbortController().signal;
const open = (upstream: { url: string }, options: Partial<Parameters<typeof prometheus>[0]> = {}) =>
  prometheus({ url: upstream.url, timeoutMs: 5000, now: () => noon, probeMs: 0, ...options });

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => expect.unreachable('it did not fail'),
    (cause: unknown) => cause,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
}

describe('an instant query', () => {
  it('gets samples with finite values and their labels as they came', async () => {
    await using upstream = await fakePrometheus([
      { labels: { a: 'x "quoted" \n' }, value: 8 },
      { labels: { a: 'none' }, value: NaN },
      { labels: { a: 'much' }, value: Infinity },
      { labels: {}, value: 0 },
    ]);
    const samples = await open(upstream).instant('up{a="1"}', noon, nobodyLeaves);
    expect(samples).toEqual([
      { labels: { a: 'x "quoted" \n' }, value: 8 },
      { labels: {}, value: 0 },
    ]);
    expect(upstream.questions[0]?.search.get('time')).toBe(String(noon));
    expect(upstream.queries()).toEqual(['up{a="1"}']);
  });

  it('that many ask at once is asked once', async () => {
    await using upstream = await fakePrometheus([{ labels: {}, value: 1 }]);
    const source = open(upstream);
    await Promise.all(Array.from({ length: 100 }, () => source.instant('up', noon, nobodyLeaves)));
    expect(upstream.queries()).toEqual(['up']);
    await source.instant('up', noon, nobodyLeaves);
    expect(upstream.queries()).toHaveLength(2);
  });

  it('waits for its turn', async () => {
    await using upstream = await fakePrometheus('silence');
    const source = open(upstream, { concurrency: 3 });
    const leaving = new AbortController();
    const all = Array.from({ length: 10 }, (_, i) => source.instant(`up${i}`, noon, leaving.signal).catch(() => 'left'));
    await upstream.asked(3);
    leaving.abort();
    expect(await Promise.all(all)).toEqual(Array.from({ length: 10 }, () => 'left'));
    await upstream.left(3);
    expect(upstream.questions).toHaveLength(3);
  });

  it('is called off when the last asker has gone, which says nothing about Prometheus', async () => {
    await using upstream = await fakePrometheus('silence');
    const source = open(upstream);
    const leaving = new AbortController();
    const waiting = source.instant('up', noon, leaving.signal);
    await upstream.asked(1);
    leaving.abort(new Error('closed the page'));
    await expect(waiting).rejects.toThrow('closed the page');
    await upstream.left(1);
    expect(source.state()).toMatchObject({ state: 'not_asked_yet', failingSince: null, requests: 1 });
  });
});

describe('a range query', () => {
  it('has one value for each step, null where there is none', async () => {
    await using upstream = await fakePrometheus({
      series: [
        {
          labels: { to: 'bookinfo' },
          points: [
            [noon - 60, 1],
            [noon - 30, NaN],
            [noon, 3],
            [noon + 999, 9],
          ],
        },
      ],
    });
    const series = await open(upstream).range('x', { from: at(noon - 60), to: noon, stepSeconds: 15 }, nobodyLeaves);
    expect(series).toEqual([{ labels: { to: 'bookinfo' }, values: [1, null, null, null, 3] }]);
    expect(Object.fromEntries(upstream.questions[0]?.search ?? [])).toMatchObject({
      start: String(noon - 60),
      end: String(noon),
      step: '15',
    });
  });
});

const vector = (result: string): PrometheusAnswer => ({ raw: `{"status":"success","data":{"resultType":"vector","result":${result}}}` });

describe('a Prometheus in trouble', () => {
  it.each<[because: string, answer: PrometheusAnswer, code: string, words: RegExp]>([
    ['fails', { status: 500, body: 'oops' }, 'source_unavailable', /HTTP 500/],
    [
      'is not there behind its proxy',
      { status: 503, body: { status: 'error', errorType: 'unavailable', error: 'starting up' } },
      'source_unavailable',
      /HTTP 503: starting up/,
    ],
    ['lets its proxy give up', { status: 504, body: '' }, 'source_timeout', /HTTP 504/],
    ['says nothing', 'silence', 'source_timeout', /did not answer within 0\.2 s/],
    ['hangs up', 'hang up', 'source_unavailable', /could not be reached/],
    ['stops in the middle', 'cut', 'source_unavailable', /could not be reached|only a part/],
    ['speaks another language', { raw: '<html>sign in</html>' }, 'source_unavailable', /not JSON/],
    ['speaks of something else', { raw: '{"hello":"world"}' }, 'source_unavailable', /not a vector/],
    ['sends half a number', vector('[{"metric":{},"value":[1]}]'), 'source_unavailable', /not a vector/],
    ['sends labels that are no text', vector('[{"metric":{"a":1},"value":[1,"1"]}]'), 'source_unavailable', /not a vector/],
    ['sends nothing where a sample belongs', vector('[null]'), 'source_unavailable', /not a vector/],
    ['does not know us', { status: 401, body: '' }, 'source_unavailable', /refused the server's own credentials \(HTTP 401\)/],
    [
      'sends us elsewhere',
      { status: 302, body: '', headers: { location: 'http://169.254.169.254/' } },
      'source_unavailable',
      /could not be reached/,
    ],
  ])('is described when it %s', async (_, answer, code, words) => {
    await using upstream = await fakePrometheus(answer);
    const source = open(upstream, { timeoutMs: 200 });
    const error = await failureOf(source.instant('up', noon, nobodyLeaves));
    expect(error.problem).toMatchObject({ code, source: 'prometheus', detail: expect.stringMatching(words) });
    expect(error.problem.detail).toContain(upstream.url);
    expect(source.state()).toMatchObject({ state: 'failing', failingSince: noon, lastOkAt: null, detail: error.message });
  });

  it('is well when it only dislikes one question', async () => {
    await using upstream = await fakePrometheus({
      status: 422,
      body: { status: 'error', errorType: 'execution', error: 'query would load too many samples' },
    });
    const source = open(upstream);
    const error = await failureOf(source.instant('up', noon, nobodyLeaves));
    expect(error.problem.detail).toContain('query would load too many samples');
    expect(source.state().state).toBe('ok');
  });

  it('that never ends its answer is not listened to for ever', async () => {
    await using upstream = await fakePrometheus({ endless: 'x'.repeat(65_536) });
    const error = await failureOf(open(upstream, { maxBytes: 1024 * 1024 }).instant('up', noon, nobodyLeaves));
    expect(error.problem.detail).toMatch(/sent more than 1 MiB for one question/);
    await upstream.left(1);
  });

  it('is not there at all', async () => {
    const upstream = await fakePrometheus();
    await upstream[Symbol.asyncDispose]();
    expect((await failureOf(open(upstream).instant('up', noon, nobodyLeaves))).problem.detail).toMatch(
      /could not be reached: connect ECONNREFUSED/,
    );
  });
});

describe('the state of Prometheus', () => {
  it('is found out without anybody asking, through outage and recovery', async () => {
    await using upstream = await fakePrometheus();
    let clock = noon;
    const source = open(upstream, { now: () => clock, probeMs: 5 });
    await expect.poll(() => source.state()).toMatchObject({ state: 'ok', version: '3.5.0' });
    upstream.answerWith({ status: 500, body: '' });
    clock = at(noon + 60);
    await expect.poll(() => source.state().state).toBe('failing');
    expect(source.state()).toMatchObject({ lastOkAt: noon, failingSince: noon + 60 });
    clock = at(noon + 90);
    upstream.answerWith([]);
    await expect.poll(() => source.state().state).toBe('ok');
    expect(source.state()).toMatchObject({ lastOkAt: noon + 90, failingSince: null, detail: null, version: '3.5.0' });
    await source.close();
  });

  it('is found out even while every turn is taken', async () => {
    await using upstream = await fakePrometheus((query) => (query === 'up' ? 'silence' : []));
    const source = open(upstream, { concurrency: 1, probeMs: 5 });
    const leaving = new AbortController();
    const waiting = source.instant('up', noon, leaving.signal);
    await expect.poll(() => source.state().state).toBe('ok');
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await source.close();
  });

  it('shows no password and no token', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigla-prom-'));
    await writeFile(join(folder, 'token'), 's3cr3t\n');
    await using upstream = await fakePrometheus({ status: 500, body: '' });
    const source = open(upstream, { credentials: { tokenFile: join(folder, 'token') } });
    const error = await failureOf(source.instant('up', noon, nobodyLeaves));
    expect(upstream.questions[0]?.headers.authorization).toBe('Bearer s3cr3t');
    expect(JSON.stringify([error.problem, source.state()])).not.toContain('s3cr3t');
    await writeFile(join(folder, 'token'), 'rotated');
    await failureOf(source.instant('up', noon, nobodyLeaves));
    expect(upstream.questions[1]?.headers.authorization).toBe('Bearer rotated');
    await rm(folder, { recursive: true });
  });
});

describe('the scrape interval', () => {
  it.each<[yaml: string, seconds: number | null]>([
    ['global:\n  scrape_interval: 15s\n  evaluation_interval: 1m\n', 15],
    [
      'global:\n  evaluation_interval: 15s\n  external_labels:\n    a: b\n  scrape_interval: 1m30s\nscrape_configs:\n- scrape_interval: 5s\n',
      90,
    ],
    ['global:\n  scrape_interval: 500ms\n', 0.5],
    ['global:\n  evaluation_interval: 15s\nscrape_configs:\n- job_name: x\n  scrape_interval: 5s\n', null],
    ['', null],
    ['global:\n  scrape_interval: soon\n', null],
    ['global:\n  scrape_interval: 0s\n', null],
  ])('of %j is %s', (yaml, expected) => {
    expect(scrapeIntervalIn(yaml)).toBe(expected);
  });

  it('is asked of Prometheus', async () => {
    await using upstream = await fakePrometheus();
    expect(await open(upstream).scrapeIntervalSeconds(nobodyLeaves)).toBe(15);
  });
});

describe('how long samples are kept', () => {
  it.each([
    ['15d', 15 * 86_400],
    ['2w or 10GiB', 14 * 86_400],
    ['10GiB', null],
    ['', null],
  ])('GRF-50: of %j is %s', async (storageRetention, expected) => {
    await using upstream = await fakePrometheus((_, { path }) =>
      path === '/api/v1/status/runtimeinfo' ? { status: 200, body: { status: 'success', data: { storageRetention } } } : [],
    );
    expect(await open(upstream).retentionSeconds(nobodyLeaves)).toBe(expected);
  });
});
