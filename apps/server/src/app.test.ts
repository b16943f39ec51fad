import { readFile } from 'node:fs/promises';
import { api, openApi } from '@vigla/contract/api';
import type { Endpoint } from '@vigla/contract/http';
import { Problem } from '@vigla/contract/problem';
import { fakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { version } from './config/index.ts';
import { fakeServer } from './fakes/index.ts';

const urlOf = ({ path }: Endpoint): string => path.replaceAll(/:\w+/g, 'x');
const named = api.map((row) => [`${row.method} ${row.path}`, row] as const);

/** The routes in Fastify's own drawing of them, `GET /path`. A HEAD goes with every GET of ours. */
function routesOf(drawing: string): string[] {
  const above: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    above.splice(indent.length / 4, Infinity, part);
    return methods.split(', ').flatMap((method) => (method === '' || method === 'HEAD' ? [] : [`${method} ${above.join('')}`]));
  });
}

describe('the contract', () => {
  it('has every row bound, and the server has no route that it does not declare', async () => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream });
    expect(
      api.filter(({ method, path }) => !server.app.hasRoute({ method, url: path })).map(({ method, path }) => `${method} ${path}`),
    ).toEqual([]);
    const declared = api.map(({ method, path }) => `${method} ${path}`);
    const others = ['GET *', 'GET /healthz', 'GET /readyz', 'GET /metrics', 'GET /api/v1/openapi.json'];
    expect(routesOf(server.app.printRoutes({ commonPrefix: false })).sort()).toEqual([...declared, ...others].sort());
    expect((await server.app.inject('/api/v1/openapi.json')).json()).toEqual(JSON.parse(JSON.stringify(openApi(api, version))));
  });

  it('is described in docs/openapi.json (run "pnpm openapi" when it is not)', async () => {
    const written: unknown = JSON.parse(await readFile(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(openApi(api, version))));
  });
});

describe('without a session', () => {
  it.each(named.filter(([, { access }]) => access !== 'public'))('%s is refused', async (_, row) => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream });
    const reply = await server.app.inject({ method: row.method, url: urlOf(row), headers: { 'x-vigla-csrf': 'csrf-of-nobody' } });
    expect([reply.statusCode, Problem.parse(reply.json()).code]).toEqual([401, 'not_signed_in']);
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  it.each(named.filter(([, { method }]) => method !== 'GET'))('%s is refused to another site', async (_, row) => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream });
    const forged = { 'x-vigla-csrf': 'csrf-of-nobody', origin: 'https://evil.example' };
    const reply = await server.app.inject({ method: row.method, url: urlOf(row), headers: forged });
    expect([reply.statusCode, Problem.parse(reply.json()).code]).toEqual([403, 'wrong_origin']);
  });
});

describe('a read-only server', () => {
  it.each(named.filter(([, { access }]) => access === 'write'))('refuses %s to everybody', async (_, row) => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream, args: ['--read-only'] });
    const reply = await server.app.inject({
      method: row.method,
      url: urlOf(row),
      headers: { 'x-test-user': 'admin', 'x-vigla-csrf': 'csrf-of-admin' },
    });
    expect([reply.statusCode, Problem.parse(reply.json()).code]).toEqual([403, 'read_only']);
  });
});

describe('signing in', () => {
  it('cannot be tried for ever', async () => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream });
    const attempt = (remoteAddress: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/v1/session',
        remoteAddress,
        headers: { 'x-vigla-csrf': 'csrf-of-nobody' },
        payload: { token: 'guess' },
      });
    for (let n = 0; n < 20; n++) expect((await attempt('10.0.0.1')).statusCode).toBe(200);
    const refused = await attempt('10.0.0.1');
    expect([refused.statusCode, Problem.parse(refused.json()).code]).toEqual([429, 'too_many_requests']);
    expect((await attempt('10.0.0.2')).statusCode).not.toBe(429);
  });
});

describe('path variants', () => {
  it.each([
    '//api/v1/status',
    '/api//v1/status',
    '/api/v1/./status',
    '/api/v1/x/../status',
    '/API/V1/STATUS',
    '/api/v1/status/',
    '/api/v1/%73tatus',
    '/api/v1/status;x',
    '/api/v1/status%2f',
    '/api/v1/ticks/',
    '/api/v1/namespaces/:namespace/config',
  ])('%s gives nothing to somebody unknown', async (url) => {
    await using upstream = await fakePrometheus();
    await using server = await fakeServer({ upstream });
    const reply = await server.app.inject({ url, headers: { accept: 'application/json' } });
    expect([400, 401, 404]).toContain(reply.statusCode);
    expect(reply.body).not.toContain('"sources"');
  });
});
