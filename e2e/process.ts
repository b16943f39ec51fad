import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The command that people run, with arguments, in a home folder of its own. */
export interface Running {
  readonly url: string;
  /** What it printed so far. */
  readonly output: () => string;
  stop(): Promise<void>;
  /** Memory that the process holds now. Fails: where the system does not tell. */
  readonly residentBytes: () => number;
}

const root = dirname(import.meta.dirname);
/** Pages that were built elsewhere; by default those beside the server. */
const faces = process.env['VIGLA_SERVER_FACES_FOLDER'];
const built = faces === undefined ? {} : { VIGLA_SERVER_FACES_FOLDER: faces };

/** What is started: its sources, unless the journeys built something better. */
const usual = process.env['VIGLA_PROGRAM'] ?? join(root, 'apps/server/src/main.ts');

/** Starts the server, as usual or from another file, with flags for Node, and waits until it says where it is open. Fails with its own words when it ends before that. */
export async function startVigla(
  args: readonly string[],
  { readyWithinMs = 60_000, program = usual, flags = [] as readonly string[] } = {},
): Promise<Running> {
  const home = mkdtempSync(join(tmpdir(), 'vigla-home-'));
  const child = spawn(process.execPath, [...flags, program, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: home, ...built },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const url = await ready(child, () => output, readyWithinMs);
  return {
    url,
    output: () => output,
    residentBytes: () => residentBytes(child.pid ?? 0),
    stop: async () => {
      await ended(child, () => child.kill('SIGTERM'));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** As `ps` tells it, which every Unix has. It counts in KiB. */
function residentBytes(pid: number): number {
  const told = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim());
  if (!(told > 0)) throw new Error('This system does not tell how much memory a process holds.');
  return told * 1024;
}

function ready(child: ChildProcess, output: () => string, withinMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Not open after ${withinMs} ms:\n${output()}`)), withinMs);
    const look = (): void => {
      const url = /Vigla is open at (?<url>https?:\/\/\S+)/.exec(output())?.groups?.['url'];
      if (!url) return;
      clearTimeout(late);
      resolve(url.replace(/\/$/, ''));
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`Ended with ${code} before it was open:\n${output()}`));
    });
  });
}

function ended(child: ChildProcess, stop: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.on('exit', () => {
      clearTimeout(force);
      resolve();
    });
    stop();
  });
}
