import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab } from '@vigla/lab/lab';
import { findStory } from '@vigla/lab/stories';
import type { Persona } from '../session/index.ts';

export interface DemoOptions {
  /** The mesh to show; undefined shows the one of the story, or the shop. */
  readonly scenario: string | undefined;
  /** What went wrong in it half an hour ago; undefined is the usual story of the shop, and none elsewhere; `none` is none. */
  readonly story: string | undefined;
  readonly seed: number;
}

/** A whole mesh in this process, addressed as a real one would be: over the network, by URL and kubeconfig. */
export interface Demo {
  readonly kubeconfigPath: string;
  readonly prometheusUrl: string;
  readonly tracingUrl: string;
  /** Where stories are started and stopped, and the file with the header that this needs. */
  readonly direction: { readonly url: string; readonly headerPath: string };
  readonly personas: readonly Persona[];
  close(): Promise<void>;
}

/** History that is there from the start, so that every window and comparison has something to show. Units: seconds. */
const historySeconds = 6 * 3600;
const scrapeSeconds = 5;

/** There is something to find, to explain and to undo. */
const usual = { scenario: 'shop', story: 'connection-limit' } as const;

/** Starts the lab on free ports of loopback. Its kubeconfig lies in a folder of its own that `close` removes. Fails: an unknown scenario or story. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  await using undo = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'vigla-demo-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  const lab = await startLab({ ...chosen(options), seed: options.seed, historySeconds, scrapeSeconds, folder });
  undo.defer(() => lab.close());
  const rest = undo.move();
  return {
    kubeconfigPath: lab.kubeconfigPath,
    prometheusUrl: lab.urls.prometheus,
    tracingUrl: lab.urls.jaeger,
    direction: { url: lab.urls.admin, headerPath: lab.adminHeaderPath },
    personas: lab.personas,
    close: () => rest.disposeAsync(),
  };
}

/** A story brings its scenario with it, and the shop its usual story. */
function chosen({ scenario, story }: DemoOptions): { readonly scenario: string; readonly story?: string } {
  if (story !== undefined && story !== 'none') return { scenario: scenario ?? findStory(story).scenario, story };
  const mesh = scenario ?? usual.scenario;
  return { scenario: mesh, ...(story === undefined && mesh === usual.scenario && { story: usual.story }) };
}
