import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { KubeObject } from '@vigla/contract/objects';
import type { TestContext } from 'vitest';
import type { Persona } from '../access/persona.ts';
import { at, text } from '../json/json.ts';
import { admin, editor, startTrial, viewer } from '../trial.ts';

/** What a command said and how it ended. */
interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** How a command is run, where it differs from the usual: who, with which binary, in which environment, with what on its standard input. */
interface Manner {
  readonly as?: Persona;
  readonly binary?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

type Trial = Awaited<ReturnType<typeof startTrial>>;

/** One lab for the tests of one file, with kubectl in front of it. */
export interface KubectlTrial extends AsyncDisposable {
  readonly cluster: Trial;
  readonly folder: string;
  /** Runs kubectl as the admin. */
  kubectl(...args: readonly string[]): Promise<Ran>;
  run(manner: Manner, ...args: readonly string[]): Promise<Ran>;
  /** Starts a command that goes on by itself; it is for the caller to end it. */
  start(...args: readonly string[]): ChildProcess;
  /** Writes an object, or several as one list, where kubectl can read it. */
  file(name: string, ...objects: readonly unknown[]): Promise<string>;
  /** A script that stands in for a person's editor. */
  editor(name: string, sed: string): Promise<string>;
  /** A folder that no kubectl has cached anything in. */
  freshHome(): Promise<string>;
}

/** The kubectl on the PATH, and others that lie beside it under names such as kubectl.1.28. */
export const kubectls = findKubectls();
const [first] = kubectls;

/** Which minor version of Kubernetes the kubectl on the PATH is of; 0 where there is none. */
export const minor = first === undefined ? 0 : minorOf(first);

/** Skips a test where there is no kubectl. Fails: in CI, which must have one. */
export function needKubectl(context: TestContext): void {
  if (first) return;
  if (process.env['CI'] === 'true') throw new Error('kubectl is not on the PATH, and CI must run these tests.');
  context.skip('kubectl is not on the PATH');
}

/** Starts a lab and writes the kubeconfigs of its three people. */
export async function startKubectlTrial(...given: Parameters<typeof startTrial>): Promise<KubectlTrial> {
  const folder = await mkdtemp(join(tmpdir(), 'vigla-kubectl-'));
  const cluster = await startTrial(...given);
  for (const persona of [admin, viewer, editor])
    await writeFile(join(folder, `${persona.id}.yaml`), cluster.kubeconfig(persona), { mode: 0o600 });
  const environment = ({ as = admin, env = {} }: Manner) => ({
    PATH: process.env['PATH'],
    HOME: folder,
    KUBECONFIG: join(folder, `${as.id}.yaml`),
    ...env,
  });
  const run = (manner: Manner, ...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const options = { env: environment(manner), timeout: 60_000, maxBuffer: 16 * 1024 * 1024 };
      const child = execFile(manner.binary ?? first ?? '', args, options, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }),
      );
      child.stdin?.end(manner.input ?? '');
    });
  return {
    cluster,
    folder,
    run,
    kubectl: (...args) => run({}, ...args),
    start: (...args) => spawn(first ?? '', args, { env: environment({}), stdio: ['ignore', 'pipe', 'pipe'] }),
    async file(name, ...objects) {
      const path = join(folder, name);
      await writeFile(path, JSON.stringify(objects.length === 1 ? objects[0] : { apiVersion: 'v1', kind: 'List', items: objects }));
      return path;
    },
    async editor(name, sed) {
      const path = join(folder, name);
      await writeFile(path, `#!/bin/sh\nsed -i "${sed}" "$1"\n`, { mode: 0o755 });
      return path;
    },
    freshHome: () => mkdtemp(join(folder, 'home-')),
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A DestinationRule of ratings, as the tests apply it. */
export const ratings = (name = 'ratings', spec: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name, namespace: 'bookinfo' },
  spec: { host: 'ratings', subsets: [{ name: 'v1', labels: { version: 'v1' } }], ...spec },
});

/** Waits until a running command has said something, or has ended; it may go on after that. */
export const saying = (child: ChildProcess, wanted: RegExp): Promise<string> =>
  new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (wanted.test(said)) resolve(said);
    });
    child.on('close', () => resolve(said));
  });

function findKubectls(): readonly string[] {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((place) => join(place, 'kubectl'))
    .find(isExecutable);
  if (!onPath) return [];
  const place = dirname(realpathSync(onPath));
  const beside = readdirSync(place)
    .filter((name) => /^kubectl\.\d+\.\d+$/.test(name))
    .map((name) => join(place, name));
  return [onPath, ...beside];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

function minorOf(binary: string): number {
  const said: unknown = JSON.parse(execFileSync(binary, ['version', '--client', '-o', 'json']).toString());
  return Number.parseInt(text(at(said, 'clientVersion', 'minor')), 10);
}
