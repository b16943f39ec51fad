import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakePrometheus } from '@vigla/testkit/upstreams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../build.ts';
import { version } from './config/index.ts';

/** The server as an image holds it: a folder far from any node_modules, with the faces beside it. */
let place: string;
let built: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'vigla-bundle-'));
  built = join(place, 'server', 'dist');
  await bundle(built);
  await mkdir(join(place, 'dashboard', 'dist'), { recursive: true });
  await writeFile(join(place, 'dashboard', 'dist', 'index.html'), '<title>The dashboard</title>');
});
afterAll(() => rm(place, { recursive: true }));

/** A running bundle. Leaving its scope ends it, however the test goes. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, [join(built, 'vigla.mjs'), ...args], {
    cwd: place,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: place, TMPDIR: place },
  });
  const ended = once(child, 'close');
  let said = '';
  const address = Promise.withResolvers<string>();
  const listen = (chunk: Buffer): void => {
    said += chunk.toString();
    const url = /^Vigla is open at (http:\/\/\S+)$/m.exec(said)?.[1];
    if (url !== undefined) address.resolve(url);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  void ended.then(() => address.reject(new Error(`It ended without opening: ${said}`)));
  address.promise.catch(() => undefined);
  return {
    opened: () => address.promise,
    async ended() {
      await ended;
      return { said, code: child.exitCode };
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
    stop: () => child.kill('SIGTERM'),
  };
}

const nowhere = {
  'current-context': 'c',
  contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'u', user: { token: 't' } }],
};

const json = async (url: string): Promise<unknown> => (await fetch(url)).json();

describe('the bundle', () => {
  it('says its version', async () => {
    await using server = start(['--version']);
    expect(await server.ended()).toEqual({ said: `${version}\n`, code: 0 });
  });

  it('shows the mesh of the demo, read over the protocols of a real one, and the faces beside itself', async () => {
    await using server = start(['demo', '--scenario', 'bookinfo', '--port', '0']);
    const url = await server.opened();
    await expect.poll(async () => (await fetch(`${url}readyz`)).status, { timeout: 20_000 }).toBe(200);
    expect(await json(`${url}readyz`)).toEqual({
      ready: true,
      sources: ['prometheus', 'kubernetes', 'tracing'].map((name) => ({ name, state: 'ok' })),
    });
    expect(await json(`${url}api/v1/graph?namespace=bookinfo`)).toMatchObject({
      gaps: [],
      nodes: expect.arrayContaining([expect.objectContaining({ name: 'details-v1' })]),
    });
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    expect(await page.text()).toBe('<title>The dashboard</title>');
    server.stop();
    expect(await server.ended()).toMatchObject({ code: 0 });
  });

  it('holds nothing of the client of Kubernetes but what reads a kubeconfig', async () => {
    const codes = await Promise.all((await readdir(built)).map((name) => readFile(join(built, name), 'utf8')));
    const own = codes.flatMap((code) =>
      [...code.matchAll(/^\/\/ \S+\/client-node\/(?<path>\S+)$/gm)].map(({ groups }) => groups?.['path']),
    );
    expect(own).toContain('dist/config.js');
    expect(own.filter((path) => path?.startsWith('dist/gen/models') || path?.startsWith('dist/gen/apis'))).toEqual([]);
  });

  it('serves a real mesh without ever loading the lab', async () => {
    const names = await readdir(built);
    const contents = await Promise.all(names.map(async (name) => ({ name, code: await readFile(join(built, name), 'utf8') })));
    const lab = contents.filter(({ code }) => code.includes('packages/lab/src/')).map(({ name }) => name);
    expect(lab).toEqual([expect.stringMatching(/^demo-/)]);
    for (const name of lab) await rm(join(built, name));

    const kubeconfig = join(place, 'kubeconfig');
    await writeFile(kubeconfig, JSON.stringify(nowhere));
    await using upstream = await fakePrometheus();
    await using server = start(['serve', '--prometheus', upstream.url, '--kubeconfig', kubeconfig, '--port', '0']);
    expect((await fetch(`${await server.opened()}healthz`)).status).toBe(200);
    server.stop();
    expect(await server.ended()).toMatchObject({ code: 0 });
    await using demo = start(['demo', '--port', '0']);
    expect((await demo.ended()).said).toContain('Vigla cannot start.');
  });
});
