import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedSource } from '../../series/index.ts';
import { createPrometheusHandler } from './handler.ts';

const noon = Date.UTC(2026, 0, 10, 12);
const values = [1.5, NaN, Infinity, -Infinity, 0, 1e-9, 1e21, 7];
const series = Array.from({ length: 6_000 }, (_, i) => ({
  labels: { __name__: 'x', pod: `pod "${i}"`, namespace: `ü${i % 7}` },
  samples: [{ t: noon - 1_000, v: values[i % values.length] ?? 0 }],
}));

const bugs: unknown[] = [];
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer(
    createPrometheusHandler({
      source: recordedSource(series),
      scraped: { targets: () => [], scrape: () => undefined },
      now: () => noon,
      scrapeSeconds: 15,
      onBug: (error) => bugs.push(error),
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => server.close());

const ask = (query: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: `/api/v1/query?${new URLSearchParams({ query })}` }, resolve).on('error', reject);
  });

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

const written = (value: number): string =>
  ({ NaN: 'NaN', Infinity: '+Inf', '-Infinity': '-Inf', '1e-9': '1e-09' })[String(value)] ?? String(value);

describe('an answer that is large', () => {
  it('comes in pieces that are one JSON, with all that JSON cannot say written as text', async () => {
    const response = await ask('x');
    expect(response.headers['transfer-encoding']).toBe('chunked');
    expect(JSON.parse(await textOf(response))).toEqual({
      status: 'success',
      data: {
        resultType: 'vector',
        result: series.map(({ labels, samples: [sample] }) => ({ metric: labels, value: [noon / 1_000, written(sample?.v ?? 0)] })),
      },
    });
  });

  it('waits for whoever reads slowly', async () => {
    const response = await ask('{__name__=~"x"}[5m]');
    response.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(JSON.parse(await textOf(response))).toMatchObject({ data: { resultType: 'matrix', result: { length: series.length } } });
  });

  it('ends where somebody hangs up, and that is nobody’s bug', async () => {
    const response = await ask('x');
    response.destroy();
    expect(JSON.parse(await textOf(await ask('count(x)')))).toMatchObject({ data: { result: [{ value: [noon / 1_000, '6000'] }] } });
    expect(bugs).toEqual([]);
  });
});

describe('an answer that is small', () => {
  it.each([
    ['count(x)', '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1768046400,"6000"]}]}}'],
    [
      'count by (namespace) (x{pod="pod \\"8\\""})',
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"namespace":"ü1"},"value":[1768046400,"1"]}]}}',
    ],
    ['x == 42', '{"status":"success","data":{"resultType":"vector","result":[]}}'],
    ['1 / 0', '{"status":"success","data":{"resultType":"scalar","result":[1768046400,"+Inf"]}}'],
    ['"a \\" b"', '{"status":"success","data":{"resultType":"string","result":[1768046400,"a \\" b"]}}'],
  ])('comes as a whole: %s', async (query, text) => {
    const response = await ask(query);
    expect(response.headers['content-length']).toBe(String(Buffer.byteLength(text)));
    expect(await textOf(response)).toBe(text);
  });
});
