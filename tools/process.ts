import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The executable of an installed package, by name. */
export const binary = (name: string, folder = root): string => join(folder, 'node_modules', '.bin', name);

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `show`: the child writes straight to this terminal, and `output` stays empty. */
  readonly show?: boolean;
}

/** Runs a program to its end. Fails only when it could not be started. */
export function run(file: string, args: readonly string[], { cwd = root, env = {}, show = false }: Options = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    const stop = (signal: NodeJS.Signals) => child.kill(signal);
    process.once('SIGINT', stop).once('SIGTERM', stop);
    let output = '';
    const gather = (data: Buffer): void => {
      output += data.toString();
    };
    child.stdout?.on('data', gather);
    child.stderr?.on('data', gather);
    child.on('error', (cause) => reject(new Error(`${file} could not be started: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve({ code: signal ? 128 : (code ?? 1), output });
    });
  });
}
