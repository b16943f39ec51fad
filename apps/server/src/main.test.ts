import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { fakePrometheus } from '@vigla/testkit/upstreams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from './config/index.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
let folder: string;
let kubeconfig: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigla-main-'));
  kubeconfig = join(folder, 'kubeconfig');
  const nowhere = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'u', user: { token: 't' } }],
  };
  await writeFile(kubeconfig, JSON.stringify(nowhere));
});
afterAll(() => rm(folder, { recursive: true }));

const start = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], HOME: folder } });

async function outcome(args: readonly string[]) {
  const child = start(args);
  if (!child.stdout || !child.stderr) throw new Error('The process has no output.');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, err, code: child.exitCode };
}

/** Resolves with the address once the server says that it is open. */
async function opened(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const url = /^Vigla is open at (http:\/\/\S+)$/m.exec(said)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('It ended without opening.');
}

describe('the command', () => {
  it('answers --version and --help', async () => {
    expect(await outcome(['--version'])).toMatchObject({ out: `${version}\n`, code: 0 });
    expect((await outcome(['--help'])).out).toContain('vigla serve --prometheus URL');
  });

  it('names every mistake and does not start', async () => {
    expect(await outcome(['--port', 'http', '--promethues', 'x'])).toEqual({
      out: '',
      err: 'Vigla cannot start with these settings:\n  argument --promethues: is not known. Did you mean --prometheus? See --help.\n  argument --port: is not a number (it says "http")\n',
      code: 2,
    });
  });

  it('says what to do when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { err, code } = await outcome(['--prometheus', 'http://127.0.0.1:1', '--kubeconfig', kubeconfig, '--port', String(port)]);
    other.close();
    expect(err).toContain(
      `Vigla cannot start. Port ${port} on 127.0.0.1 is taken. Stop what uses it, or choose another one with --port NUMBER`,
    );
    expect(code).toBe(1);
  });

  it('says what is wrong with a kubeconfig', async () => {
    const { err, code } = await outcome(['--prometheus', 'http://127.0.0.1:1', '--kubeconfig', join(folder, 'none'), '--port', '0']);
    expect(err).toMatch(/^Vigla cannot start\. Cannot read .*none/);
    expect(code).toBe(1);
  });
});

describe('the process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'opens although no source answers, and ends cleanly at %s with a page still open',
    async (signal) => {
      await using upstream = await fakePrometheus({ status: 500, body: '' });
      const child = start(['--prometheus', upstream.url, '--kubeconfig', kubeconfig, '--port', '0']);
      const url = await opened(child);
      expect((await fetch(`${url}healthz`)).status).toBe(200);
      const page = await fetch(`${url}api/v1/session`);
      expect(page.status).toBe(200);
      const ended = once(child, 'close');
      child.kill(signal);
      expect((await ended)[0]).toBe(0);
      await expect(fetch(`${url}healthz`)).rejects.toThrow('fetch failed');
    },
  );
});
