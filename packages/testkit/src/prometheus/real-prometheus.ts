import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrometheus } from './find-prometheus.ts';

/** A real Prometheus on a loopback port of its own. */
export interface RealPrometheus extends AsyncDisposable {
  readonly url: string;
  readonly close: () => Promise<void>;
  /** Ends it as a crash would: at once, and without a word to anybody. Its storage stays where `folder` names one. */
  readonly kill: () => Promise<void>;
}

/** `folder` keeps storage that is already there, such as backfilled blocks; without it a fresh one is made and removed. */
export interface RealPrometheusOptions {
  readonly config: string;
  readonly folder?: string;
  /** To come back where one was before; by default the system chooses. */
  readonly port?: number;
}

/** Starts the real Prometheus with a configuration and waits until it is ready. Fails: with what it logged. */
export async function realPrometheus({ config, folder, port }: RealPrometheusOptions): Promise<RealPrometheus> {
  const program = findPrometheus();
  if (!program) throw new Error('prometheus is not installed: install the package "prometheus".');
  const work = await mkdtemp(join(tmpdir(), 'vigla-prometheus-'));
  const address = `127.0.0.1:${port ?? (await freePort())}`;
  await writeFile(join(work, 'prometheus.yml'), config);
  const child = spawn(
    program,
    [
      `--config.file=${join(work, 'prometheus.yml')}`,
      `--storage.tsdb.path=${folder ?? join(work, 'data')}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=${address}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  const endBy = async (signal: 'SIGTERM' | 'SIGKILL') => {
    process.off('exit', killNow);
    await ended(child, signal);
    await rm(work, { recursive: true, force: true });
  };
  const close = () => endBy('SIGTERM');
  try {
    await ready(child);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://${address}`, close, kill: () => endBy('SIGKILL'), [Symbol.asyncDispose]: close };
}

/** Asks the system for a port nobody uses. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/** Its log says when it is ready; if it ends before that, the log says why. */
async function ready(child: ChildProcess): Promise<void> {
  if (!child.stderr) throw new Error('Prometheus was started without a log.');
  let logged = '';
  child.stderr.setEncoding('utf8');
  for await (const part of child.stderr.iterator({ destroyOnReturn: false })) {
    logged = (logged + String(part)).slice(-20_000);
    if (logged.includes('Server is ready to receive web requests')) {
      child.stderr.resume();
      return;
    }
  }
  throw new Error(`Prometheus ended before it was ready:\n${logged}`);
}

async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(impatient);
}
