import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onError } from './on-error.ts';
import { useStaticFiles } from './static-files.ts';

let folder: string;
let app: FastifyInstance;
const script = `console.log("${'graph '.repeat(500)}")`;

const files: Readonly<Record<string, string | Buffer>> = {
  'dashboard/dist/index.html': '<title>dashboard</title>',
  'dashboard/dist/assets/index-B1x_2y-Z.js': script,
  'dashboard/dist/assets/index-B1x_2y-Z.js.br': brotliCompressSync(script),
  'dashboard/dist/favicon.svg': '<svg/>',
  'dashboard/dist/.built-from': 'a secret of the build',
  'dashboard/secret.txt': 'beside the build',
  'wall/dist/index.html': '<title>wall</title>',
  'console-plugin/dist/plugin-manifest.json': '{"name":"vigla"}',
  'console-plugin/dist/exposed-graph-0123456789abcdef0123.js': 'graph()',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigla-faces-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  app = Fastify();
  app.setErrorHandler(onError);
  await useStaticFiles(app, folder);
  app.get('/api/v1/there', async () => ({}));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const listening = async (): Promise<string> => (app.server.listening ? app.listeningOrigin : app.listen({ port: 0, host: '127.0.0.1' }));
const page = { accept: 'text/html,application/xhtml+xml' };
const immutable = 'public, max-age=31536000, immutable';

describe('a path', () => {
  it.each<[because: string, url: string, status: number, body: string, caching: string]>([
    ['the start page', '/', 200, 'dashboard', 'no-cache'],
    ['a page of the dashboard', '/graph?ns=bookinfo', 200, 'dashboard', 'no-cache'],
    ['a page with a name that has dots', '/mesh/v1.2', 404, 'not_found', 'no-store'],
    ['the wall', '/wall/', 200, 'wall', 'no-cache'],
    ['a page of the wall', '/wall/bookinfo', 200, 'wall', 'no-cache'],
    ['a hashed script', '/assets/index-B1x_2y-Z.js', 200, 'graph', immutable],
    ['a picture', '/favicon.svg', 200, '<svg/>', 'no-cache'],
    ['a script that is gone', '/assets/index-00000000.js', 404, 'not_found', 'no-store'],
    ['the manifest of the plugin', '/plugin/plugin-manifest.json', 200, 'vigla', 'no-cache'],
    ['a hashed script of the plugin', '/plugin/exposed-graph-0123456789abcdef0123.js', 200, 'graph()', immutable],
    ['a page below the plugin, which has none', '/plugin/graph', 404, 'not_found', 'no-store'],
    ['a row that does not exist', '/api/v1/nothing', 404, 'not_found', 'no-store'],
    ['a hidden file', '/.built-from', 404, 'not_found', 'no-store'],
    ['a file beside the build', '/..%2fsecret.txt', 404, 'not_found', 'no-store'],
  ])('of %s gets what belongs there', async (_, url, status, body, caching) => {
    const reply = await app.inject({ url, headers: page });
    expect(reply.body).toContain(body);
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([status, caching]);
    expect(reply.body).not.toMatch(/secret of the build|beside the build|root:/);
  });

  it('without its slash leads to the wall', async () => {
    const reply = await app.inject({ url: '/wall?view=mesh', headers: page });
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/wall/?view=mesh']);
  });

  it('that a script fetches by mistake is no page', async () => {
    const reply = await app.inject({ url: '/graph', headers: { accept: 'application/json' } });
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([404, 'not_found']);
  });

  it('is only read', async () => {
    const reply = await app.inject({ method: 'POST', url: '/graph', headers: page });
    expect(reply.statusCode).toBe(404);
  });
});

it.each([
  '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/../../../../etc/passwd',
  '/assets/..%2f..%2f..%2fsecret.txt',
  '/wall/../secret.txt',
  '/%00',
  '//etc/passwd',
  '/..%5csecret.txt',
])('gives nothing away for the raw path %s', async (path) => {
  const { port } = new URL(await listening());
  const reply = await new Promise<IncomingMessage>((resolve, reject) =>
    get({ host: '127.0.0.1', port, path, agent: false }, resolve).on('error', reject),
  );
  expect(await text(reply)).not.toMatch(/root:|beside the build/);
  expect([200, 400, 404]).toContain(reply.statusCode);
});

it('sends the packed file where there is one', async () => {
  const reply = await app.inject({ url: '/assets/index-B1x_2y-Z.js', headers: { 'accept-encoding': 'br' } });
  expect(reply.headers['content-encoding']).toBe('br');
  expect(reply.rawPayload.equals(brotliCompressSync(script))).toBe(true);
  expect(reply.headers['content-type']).toContain('javascript');
});

it('says how to build a page that is not built', async () => {
  const bare = Fastify();
  bare.setErrorHandler(onError);
  await useStaticFiles(bare, join(folder, 'nowhere'));
  const reply = await bare.inject({ url: '/', headers: page });
  expect(reply.statusCode).toBe(503);
  expect(reply.body).toContain('npm start');
  await bare.close();
});
