import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, type EpochSeconds } from '@vigla/contract/units';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../app.ts';
import { readSettings, type Settings } from '../config/index.ts';
import { createSessions } from '../session/index.ts';
import { type Kubernetes, prometheus, type Sources, tracing } from '../sources/index.ts';
import { fakeKeeper } from './fake-keeper.ts';
import { fakeKubernetes } from './fake-kubernetes.ts';

/** The testkit's noon, which only tests may import. */
const noon = at(1_767_268_800);

/** A settable "now". */
export interface Clock {
  now: EpochSeconds;
}

interface FakeServerOptions {
  readonly upstream: { readonly url: string };
  readonly kubernetes?: Kubernetes;
  readonly tracingUrl?: string;
  readonly clock?: Clock;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly probeMs?: number;
}

export interface FakeServer extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly sources: Sources;
}

/** The whole server on drawn upstreams. Callers are who their `x-test-user` says; every answer is checked against its row. */
export async function fakeServer({ upstream, tracingUrl, ...options }: FakeServerOptions): Promise<FakeServer> {
  const { kubernetes = fakeKubernetes(), clock = { now: noon }, timeoutMs = 5000, probeMs = 0 } = options;
  const now = () => clock.now;
  const metrics = prometheus({ url: upstream.url, timeoutMs, now, probeMs });
  const traces = tracingUrl === undefined ? null : tracing({ url: tracingUrl, timeoutMs, now, probeMs });
  const sources = { prometheus: metrics, tracing: traces, kubernetes, now };
  const sessions = createSessions({ kubernetes, now, secrets: [], local: false, personas: null, readOnly: false });
  const app = await buildApp({
    settings: settingsOf(['serve', '--prometheus', upstream.url, ...(options.args ?? [])], options.env),
    sources,
    sessions: { ...sessions, ...fakeKeeper },
    facesFolder: join(tmpdir(), 'vigla-no-faces'),
    checkAnswers: true,
  });
  return {
    app,
    sources,
    async [Symbol.asyncDispose]() {
      await app.close();
      await metrics.close();
      await traces?.close();
    },
  };
}

function settingsOf(args: readonly string[], env: Readonly<Record<string, string>> = {}): Settings {
  const wish = readSettings({ args, env, readFile: () => '' });
  if (!wish.ok || wish.value.kind !== 'run') throw new Error('The settings of the test are wrong.');
  return wish.value.settings;
}
