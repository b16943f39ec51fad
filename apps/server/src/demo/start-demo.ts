import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab } from '@vigla/lab/lab';
import type { Persona } from '../session/index.ts';

export interface DemoOptions {
  /** The mesh to show; undefined shows the one everybody knows. */
  readonly scenario: string | undefined;
  readonly seed: number;
}

/** A whole mesh in this process, addressed as a real one would be: over the network, by URL and kubeconfig. */
export interface Demo {
  readonly kubeconfigPath: string;
  readonly prometheusUrl: string;
  readonly tracingUrl: string;
  readonly personas: readonly Persona[];
  close(): Promise<void>;
}

/** History that is there from the start, so that every window and comparison has something to show. Units: seconds. */
const historySeconds = 6 * 3600;
const scrapeSeconds = 5;

/** Starts the lab on free ports of loopback. Its kubeconfig lies in a folder of its own that `close` removes. Fails: an unknown scenario. */
export async function startDemo({ scenario = 'bookinfo', seed }: DemoOptions): Promise<Demo> {
  await using undo = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'vigla-demo-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  const lab = await startLab({ scenario, seed, historySeconds, scrapeSeconds, folder });
  undo.defer(() => lab.close());
  const rest = undo.move();
  return {
    kubeconfigPath: lab.kubeconfigPath,
    prometheusUrl: lab.urls.prometheus,
    tracingUrl: lab.urls.jaeger,
    personas: lab.personas,
    close: () => rest.disposeAsync(),
  };
}
