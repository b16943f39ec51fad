import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
/** A person's own Node and npm: those that the bootstrap fetched are its own business, and it may put them elsewhere. */
const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.startsWith(join(root, '.toolchain')))
  .join(delimiter);

/** How long `npm start` takes until the page can be opened. Units: s. */
export async function warmStart(folder = root, home = process.env['HOME'] ?? tmpdir()): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['start', '--', '--port', '0'], {
    cwd: folder,
    detached: true,
    env: { ...process.env, PATH: path, HOME: home, npm_config_registry: registry(), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    await open(child);
    return (performance.now() - begun) / 1000;
  } finally {
    await ended(child);
  }
}

/** The same as somebody who has just cloned the repository, and once more right after. Needs the network, and minutes. */
export async function coldStart(): Promise<{ readonly cold: number; readonly warm: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'vigla-start-'));
  try {
    execFileSync('git', ['clone', '--quiet', '--local', root, join(folder, 'vigla')]);
    const home = join(folder, 'home');
    const cold = await warmStart(join(folder, 'vigla'), home);
    return { cold, warm: await warmStart(join(folder, 'vigla'), home) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A fresh home does not know which registry its owner uses. */
const registry = (): string =>
  execFileSync('npm', ['config', 'get', 'registry'], {
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

function open(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const look = (data: Buffer): void => {
      output += data.toString();
      if (/Vigla is open at https?:/.test(output)) resolve();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code} before it was open: ${output.trim().slice(-3000)}`)));
  });
}

/** npm, the bootstrap and the server are one group of processes. */
function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const { pid } = child;
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    process.kill(-pid, 'SIGTERM');
  });
}
