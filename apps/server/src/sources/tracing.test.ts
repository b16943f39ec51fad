import { at } from '@vigla/contract/units';
import { type DrawnTrace, fakeJaeger } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { AppError } from '../http/index.ts';
import { tracing } from './tracing.ts';

const noon = at(1_767_268_800);
const nobodyLeaves = new AbortController().signal;
/** Only a store that says nothing is given little time: any other may be as slow as this machine. */
const open = (upstream: { url: string }, timeoutMs = 20_000) => tracing({ url: upstream.url, timeoutMs, now: () => noon, probeMs: 0 });
const question = { service: 'reviews.bookinfo', from: at(noon - 300), to: noon, limit: 20 };

const begin = noon * 1000 - 5000;
const trace: DrawnTrace = {
  id: 'abc123',
  spans: [
    { id: 's2', parent: 's1', service: 'ratings.bookinfo', operation: 'GET /ratings', at: begin + 10, durationMs: 40, failed: true },
    { id: 's1', parent: 'lost', service: 'reviews.bookinfo', operation: 'GET /reviews', at: begin, durationMs: 30.5 },
  ],
};

describe('traces of a service', () => {
  it('are summed up by their first span, even where the beginning is lost', async () => {
    await using upstream = await fakeJaeger([trace]);
    expect(await open(upstream).find(question, nobodyLeaves)).toEqual([
      {
        id: 'abc123',
        at: noon - 5,
        durationMs: 50,
        spans: 2,
        services: 2,
        rootService: 'reviews.bookinfo',
        rootOperation: 'GET /reviews',
        failed: true,
      },
    ]);
    expect(Object.fromEntries(upstream.questions[0]?.search ?? [])).toEqual({
      service: 'reviews.bookinfo',
      start: `${noon - 300}000000`,
      end: `${noon}000000`,
      limit: '20',
    });
  });

  it('are none where a trace has no spans', async () => {
    await using upstream = await fakeJaeger([{ id: 'empty', spans: [] }]);
    expect(await open(upstream).find(question, nobodyLeaves)).toEqual([]);
  });

  it('are found even if spans name each other as parents', async () => {
    const loop = [
      { id: 'a', parent: 'b' },
      { id: 'b', parent: 'a' },
    ].map((ends, i) => ({ ...ends, service: 'x.y', operation: `op${i}`, at: begin + i, durationMs: 1 }));
    await using upstream = await fakeJaeger([{ id: 'loop', spans: loop }]);
    expect(await open(upstream).find(question, nobodyLeaves)).toMatchObject([{ rootOperation: 'op0', spans: 2, failed: false }]);
  });

  it.each([
    ['fails', { status: 500, body: { errors: [{ code: 500, msg: 'no storage' }] } }, 'source_unavailable', /HTTP 500: no storage/],
    ['says nothing', 'silence', 'source_timeout', /did not answer/],
    ['sends something else', { raw: '{"data":[{"traceID":1}]}' }, 'source_unavailable', /not a list of traces/],
    [
      'sends times before time began',
      {
        raw: '{"data":[{"traceID":"a","processes":{},"spans":[{"spanID":"a","operationName":"b","startTime":-1,"duration":1,"processID":"p"}]}]}',
      },
      'source_unavailable',
      /not a list/,
    ],
  ] as const)('are missing when the store %s', async (_, answer, code, words) => {
    await using upstream = await fakeJaeger(answer);
    const source = open(upstream, answer === 'silence' ? 200 : undefined);
    const error = await source.find(question, nobodyLeaves).then(
      () => expect.unreachable(),
      (cause: unknown) => cause,
    );
    if (!(error instanceof AppError)) throw error;
    expect(error.problem).toMatchObject({ code, source: 'tracing', detail: expect.stringMatching(words) });
    expect(source.state().state).toBe('failing');
  });
});
