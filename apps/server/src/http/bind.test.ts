import { request as send } from 'node:http';
import { endpoint, repeated } from '@vigla/contract/http';
import { Problem } from '@vigla/contract/problem';
import Fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fakeKeeper } from '../fakes/index.ts';
import { AppError } from './app-error.ts';
import { bind, bindRevalidated } from './bind.ts';
import { createGate } from './gate.ts';
import { onError } from './on-error.ts';
import { useZod } from './use-zod.ts';

const name = z.string().regex(/^[a-z]+$/, 'is not a name');
const getThing = endpoint({
  method: 'GET',
  path: '/api/v1/things/:thing',
  access: 'signed-in',
  summary: '',
  params: z.object({ thing: name }),
  query: z.object({ namespace: repeated(name), size: z.coerce.number<number>().int().max(5).default(3) }),
  response: z.object({ thing: z.string(), namespaces: z.array(z.string()), size: z.number() }),
  problems: ['invalid_request'],
});
const putThing = endpoint({
  method: 'PUT',
  path: '/api/v1/things',
  access: 'write',
  summary: '',
  body: z.object({ weights: z.array(z.number()).min(1) }),
  response: z.object({ total: z.number() }),
  problems: ['invalid_request'],
});

function build(add: (app: FastifyInstance) => void, lines?: string[]): FastifyInstance {
  const stream = lines && { write: (line: string) => void lines.push(line) };
  const app = Fastify({ logger: stream ? { level: 'info', stream } : false, bodyLimit: 1000 });
  app.decorate('gate', createGate(fakeKeeper, { readOnly: false }));
  app.decorateRequest('identity', null);
  app.setErrorHandler(onError);
  useZod(app, { checkAnswers: true });
  add(app);
  return app;
}

const things = (app: FastifyInstance): void => {
  bind(app, getThing, async ({ params, query }) => ({ thing: params.thing, namespaces: query.namespace, size: query.size }));
  bind(app, putThing, async ({ body }) => ({ total: body.weights.reduce((a, b) => a + b, 0) }));
};
const headers = { 'x-test-user': 'anna', 'x-vigla-csrf': 'csrf-of-anna' };

describe('a bound row', () => {
  it.each([
    ['nothing is asked for but the thing', '/api/v1/things/disc', { thing: 'disc', namespaces: [], size: 3 }],
    ['one namespace is named', '/api/v1/things/disc?namespace=a', { thing: 'disc', namespaces: ['a'], size: 3 }],
    ['two namespaces are named', '/api/v1/things/disc?namespace=a&namespace=b&size=5', { thing: 'disc', namespaces: ['a', 'b'], size: 5 }],
  ])('hands parsed parts to its handler when %s', async (_, url, expected) => {
    const reply = await build(things).inject({ url, headers });
    expect(reply.json()).toEqual(expected);
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['a number is none', '/api/v1/things/disc?size=many', 'size'],
    ['a number is too large', '/api/v1/things/disc?size=6', 'size'],
    ['the second namespace is no name', '/api/v1/things/disc?namespace=a&namespace=B%22%7D', 'namespace.1'],
    ['the path is no name', '/api/v1/things/DISC', 'thing'],
  ])('names the field when %s', async (_, url, path) => {
    const reply = await build(things).inject({ url, headers });
    expect(reply.statusCode).toBe(400);
    expect(Problem.parse(reply.json())).toMatchObject({ code: 'invalid_request', fields: [{ path }] });
  });

  it.each([
    ['the body is no JSON', { 'content-type': 'application/json' }, '{"weights":[1'],
    ['the body is a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'weights=1'],
    ['the body is plain text that would be JSON', { 'content-type': 'text/plain' }, '{"weights":[1]}'],
    ['the body is too large', { 'content-type': 'application/json' }, JSON.stringify({ weights: Array.from({ length: 2000 }, () => 1) })],
    ['there is no body', { 'content-type': 'application/json' }, ''],
    ['the body lacks what it must have', { 'content-type': 'application/json' }, '{}'],
    ['the body would reach into the prototype', { 'content-type': 'application/json' }, '{"weights":[1],"__proto__":{"admin":true}}'],
  ])('refuses a write when %s', async (_, type, payload) => {
    const reply = await build(things).inject({ method: 'PUT', url: '/api/v1/things', headers: { ...headers, ...type }, payload });
    expect(reply.statusCode).toBe(400);
    expect(Problem.parse(reply.json()).code).toBe('invalid_request');
  });

  it.each([
    ['an injected matcher', 'a"} or vector(1) or up{x="'],
    ['a path upwards', '../../etc/passwd'],
    ['markup', '<script>alert(1)</script>'],
    ['a null byte', 'a\u0000b'],
    ['a line break', 'a\r\nset-cookie: x=1'],
    ['a very long word', 'A'.repeat(90)],
    ['nothing', ''],
    ['a word from right to left', '\u202Eabc'],
    ['half a pair', '\uFFFD'],
    ['the prototype', '__proto__'],
  ])('refuses %s where a name belongs, in the query as in the path', async (_, text) => {
    const app = build(things);
    const inQuery = await app.inject({ url: `/api/v1/things/disc?namespace=${encodeURIComponent(text)}`, headers });
    const inPath = await app.inject({ url: `/api/v1/things/${encodeURIComponent(text)}`, headers });
    expect(Problem.parse(inQuery.json())).toMatchObject({ code: 'invalid_request', fields: [{ path: 'namespace.0' }] });
    expect(Problem.parse(inPath.json()).code).toBe('invalid_request');
    expect([inQuery.headers['set-cookie'], inPath.headers['set-cookie']]).toEqual([undefined, undefined]);
  });

  it.each(['%', '%zz', '%c0%af', 'namespace=%', 'namespace[]=a&namespace[x]=b', '&&&===', 'namespace=a&'.repeat(3000)])(
    'survives the query %j',
    async (query) => {
      const reply = await build(things).inject({ url: `/api/v1/things/disc?${query}`, headers });
      expect([200, 400]).toContain(reply.statusCode);
      expect(() => reply.json<unknown>()).not.toThrow();
    },
  );
});

describe('a failure', () => {
  const failing = (error: Error) => (app: FastifyInstance) => bind(app, getThing, () => Promise.reject(error));

  it('travels under the status of its code with what may be shown', async () => {
    const reply = await build(failing(new AppError('source_timeout', 'Too slow.', { source: 'prometheus' }))).inject({
      url: '/api/v1/things/disc',
      headers,
    });
    expect(reply.statusCode).toBe(504);
    expect(reply.json()).toMatchObject({ code: 'source_timeout', detail: 'Too slow.', source: 'prometheus' });
  });

  it('that is a bug keeps its words in the log, under the reference of the answer', async () => {
    const lines: string[] = [];
    const reply = await build(failing(new Error('secret sauce at /etc/vigla')), lines).inject({ url: '/api/v1/things/disc', headers });
    const problem = Problem.parse(reply.json());
    expect(problem.code).toBe('internal');
    expect(reply.body).not.toMatch(/secret sauce|\.ts/);
    expect(lines.find((line) => line.includes('secret sauce'))).toContain(problem.reference);
  });

  it('never writes a token into the log', async () => {
    const lines: string[] = [];
    await build(failing(new Error('boom')), lines).inject({
      url: '/api/v1/things/disc',
      headers: { ...headers, authorization: 'Bearer s3cr3t-t0ken', cookie: 'vigla=s3cr3t-t0ken' },
    });
    expect(lines.join('')).toContain('boom');
    expect(lines.join('')).not.toContain('s3cr3t-t0ken');
  });
});

describe('a caller who goes away', () => {
  it.each(['GET', 'PUT'] as const)('is noticed during a %s', async (method) => {
    const arrived = Promise.withResolvers<AbortSignal>();
    const wait = (signal: AbortSignal) => {
      arrived.resolve(signal);
      return new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))));
    };
    const app = build((fresh) => {
      bind(fresh, getThing, (_, { signal }) => wait(signal));
      bind(fresh, putThing, (_, { signal }) => wait(signal));
    });
    const url = await app.listen({ port: 0 });
    const client = send(`${url}/api/v1/things${method === 'GET' ? '/disc' : ''}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
    });
    client.on('error', () => {});
    client.end(method === 'PUT' ? '{"weights":[1]}' : undefined);
    const signal = await arrived.promise;
    expect(signal.aborted).toBe(false);
    const gone = new Promise((resolve) => signal.addEventListener('abort', resolve));
    client.destroy();
    await gone;
    expect(signal.aborted).toBe(true);
    await app.close();
  });
});

describe('a row that is revalidated', () => {
  const answer = { thing: 'x'.repeat(2000), namespaces: [], size: 1 };
  const app = build((fresh) => bindRevalidated(fresh, getThing, async () => answer));
  const get = (more: Record<string, string> = {}) => app.inject({ url: '/api/v1/things/disc', headers: { ...headers, ...more } });

  it('costs a 304 while it stays the same', async () => {
    const first = await get();
    const etag = String(first.headers.etag);
    const second = await get({ 'if-none-match': `"old", ${etag}` });
    expect([first.statusCode, second.statusCode]).toEqual([200, 304]);
    expect(second.body).toBe('');
    expect((await get({ 'if-none-match': '"old"' })).statusCode).toBe(200);
  });

  it.each([
    ['zstandard is accepted', 'gzip, deflate, br, zstd', 'zstd'],
    ['brotli is accepted', 'gzip, deflate, br', 'br'],
    ['only gzip is', 'gzip', 'gzip'],
    ['brotli is refused', 'br;q=0, gzip;q=0.5', 'gzip'],
    ['nothing is', 'identity', undefined],
  ])('is packed as %s', async (_, accepted, encoding) => {
    const reply = await get({ 'accept-encoding': accepted });
    expect(reply.headers['content-encoding']).toBe(encoding);
    expect(reply.headers['vary']).toContain('accept-encoding');
    expect(reply.rawPayload.length < 1000).toBe(encoding !== undefined);
  });
});
