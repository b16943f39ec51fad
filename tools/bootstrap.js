// The door for people with any Node >= 18 and npm: finds or fetches Node 24 and pnpm, installs the frozen lockfile,
// then hands over to tools/<command>.ts. Plain JavaScript, because nothing else may be needed to read it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const toolchain = join(root, '.toolchain');
const wanted = { node: '24.21.0', pnpm: '10.34.9' };
const commands = ['start', 'test', 'bench'];

const [command = 'start', ...rest] = process.argv.slice(2);
let running = null;
let stopping = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));

// npm dies of a SIGTERM without passing it on: when whoever started us is gone, so are we.
const starter = process.ppid;
setInterval(() => process.ppid !== starter && !stopping && stop('SIGTERM'), 300).unref();

function stop(signal) {
  stopping ??= signal;
  if (running) running.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  else process.exit(0);
}

async function main() {
  if (!commands.includes(command)) throw new Error(`There is no command "${command}". Choose one of: ${commands.join(', ')}.`);
  if (Number(process.versions.node.split('.')[0]) < 18) {
    throw new Error(`Node ${process.versions.node} is too old to fetch the rest. Install Node 18 or newer, then try again.`);
  }
  const node = await findTools();
  await installPackages(node);
  process.exitCode = await run(node, [join(root, 'tools', `${command}.ts`), ...rest], { inherit: true, env: pathWith(node) });
  if (stopping === 'SIGTERM' || stopping === 'SIGHUP') process.exitCode = 0;
}

/** Node 24 and pnpm, fetched into .toolchain/ unless they are there. Nothing is installed outside the repository. */
async function findTools() {
  // A Node that we fetched ourselves is not the machine's own: it must stay where it is.
  const own = Number(process.versions.node.split('.')[0]) === 24 && !process.execPath.startsWith(toolchain);
  const fetched = join(toolchain, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const pnpm = join(toolchain, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
  const stamp = join(toolchain, 'versions.json');
  const current = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  const ready = current === JSON.stringify(wanted) && existsSync(pnpm) && (own || existsSync(fetched));
  if (!ready) {
    mkdirSync(toolchain, { recursive: true });
    writeFileSync(join(toolchain, 'package.json'), '{ "private": true }\n');
    const packages = [`pnpm@${wanted.pnpm}`, ...(own ? [] : [`node@${wanted.node}`])];
    await step(
      `Fetching ${own ? 'pnpm' : `Node ${wanted.node} and pnpm`}`,
      npm(['install', '--prefix', toolchain, '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...packages]),
    );
    if (!own && !existsSync(fetched))
      throw new Error(
        `npm did not bring a Node ${wanted.node} for ${process.platform} on ${process.arch}. Install Node 24 yourself, then try again.`,
      );
    writeFileSync(stamp, JSON.stringify(wanted));
  }
  return own ? process.execPath : fetched;
}

/** Installs exactly what the lockfile says; skipped when neither the lockfile nor a manifest changed since the last time. */
async function installPackages(node) {
  const marker = join(root, 'node_modules', '.vigla-installed');
  const now = manifestHash();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === now) return;
  const pnpm = join(toolchain, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
  const job = (report) =>
    run(node, [pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], { env: { ...pathWith(node), CI: 'true' }, report });
  await step('Installing packages', job);
  writeFileSync(marker, now);
}

function manifestHash() {
  const hash = createHash('sha256').update(process.arch + process.platform);
  const folders = ['packages', 'apps'].flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(parent, name)));
  for (const folder of ['.', ...folders, 'e2e', 'e2e/console-host', 'bench']) {
    const file = join(root, folder, 'package.json');
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(readFileSync(join(root, 'pnpm-workspace.yaml')))
    .digest('hex');
}

const npm = (args) => (report) => {
  const windows = process.platform === 'win32';
  const script = process.env.npm_execpath;
  // npm itself says where it is when it runs us; this also avoids a shell.
  return script && script.endsWith('.js')
    ? run(process.execPath, [script, ...args], { report })
    : run(windows ? 'npm.cmd' : 'npm', args, { report, shell: windows });
};

/** One step that may take long: says what it does, how long it took, and, when it fails, why and what to do. */
async function step(title, job) {
  const begun = Date.now();
  const lines = [];
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  let shown = false;
  const timer = setInterval(() => {
    if (process.stderr.isTTY) process.stderr.write(`\r  ${title} … ${seconds()} s `);
    else if (!shown) process.stderr.write(`  ${title} …\n`);
    shown = true;
  }, 1000);
  let code;
  try {
    code = await job((text) => lines.push(text));
  } finally {
    clearInterval(timer);
    if (shown && process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
  }
  if (stopping) process.exit(0);
  if (code !== 0) throw new Error(`${title} failed. ${reason(lines.join(''))}`);
  if (shown) process.stderr.write(`  ${title}: done in ${seconds()} s\n`);
}

const reasons = [
  [/ENOSPC|no space left/i, 'The disk is full. Free about 2 GB, then try again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ERR_SOCKET_TIMEOUT|network|META_FETCH_FAIL/i,
    'The package registry could not be reached. Check the network and proxy settings (npm config get registry), then try again.',
  ],
  [/EACCES|EPERM|EROFS/i, 'A file could not be written. Check who owns this folder, then try again.'],
  [/Unsupported engine|EBADENGINE|Unknown command|unknown option/i, 'This npm is too old. Update it (npm 8 or newer), then try again.'],
  [/OUTDATED_LOCKFILE|frozen-lockfile/i, 'The lockfile does not fit the manifests. Run "pnpm install" and commit pnpm-lock.yaml.'],
];

function reason(output) {
  const known = reasons.find(([pattern]) => pattern.test(output));
  const tail = output.trim().split('\n').slice(-12).join('\n    ');
  return `${known ? known[1] : 'What it said:'}\n\n    ${tail}`;
}

/** The compile cache spares Node from reading hundreds of TypeScript files anew at every start. */
const pathWith = (node) => ({
  NODE_COMPILE_CACHE: join(toolchain, 'compile-cache'),
  ...process.env,
  PATH: [dirname(node), join(toolchain, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
});

function run(file, args, { env = process.env, inherit = false, report = () => {}, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, env, shell, stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    running = child;
    child.stdout?.on('data', (data) => report(String(data)));
    child.stderr?.on('data', (data) => report(String(data)));
    child.on('error', (error) => reject(new Error(`${file} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      running = null;
      resolve(signal ? 128 : (code ?? 1));
    });
  });
}

main().catch((error) => {
  console.error(`\n  ${error.message}\n`);
  process.exit(1);
});
