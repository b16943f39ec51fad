import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { at, type EpochSeconds } from '@vigla/contract/units';
import { buildApp } from './app.ts';
import { isLoopback, mistakesText, readSessionKeys, type Settings, version } from './config/index.ts';
import type { Demo } from './demo/index.ts';
import { createKubernetes } from './kubernetes/index.ts';
import { createSessions } from './session/index.ts';
import { prometheus, tracing } from './sources/index.ts';
import { createTelemetry, type Telemetry } from './telemetry/index.ts';

/** A server that listens. */
export interface Opened {
  readonly url: string;
  /** What else a person at the terminal may want to know, line by line. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

const now = (): EpochSeconds => at(Math.floor(Date.now() / 1000));

/** Opens the sources, then the port. Fails with one sentence that a person can act on; then nothing is left open. */
export async function openServer(settings: Settings): Promise<Opened> {
  await using undo = new AsyncDisposableStack();
  const demo = settings.command === 'demo' ? await startTheDemo(settings) : null;
  if (demo) undo.defer(() => demo.close());
  const telemetry = createTelemetry(version);
  const metrics = openPrometheus(settings, demo, telemetry);
  undo.defer(() => metrics.close());
  const traces = openTracing(settings, demo, telemetry);
  undo.defer(() => traces?.close());
  const trouble: { log: (message: string, error: unknown) => void } = { log: () => {} };
  const kubernetes = await createKubernetes({
    kubeconfig: demo?.kubeconfigPath ?? settings['kubernetes.kubeconfig'] ?? null,
    context: settings['kubernetes.context'] ?? null,
    timeoutMs: settings['kubernetes.timeoutSeconds'] * 1000,
    now,
    random: Math.random,
    onTrouble: (message, error) => trouble.log(message, error),
  });
  undo.defer(() => kubernetes.close());
  const sessions = createSessions({
    kubernetes,
    now,
    secrets: sessionKeys(settings),
    local: isLoopback(settings['server.host']),
    personas: demo?.personas ?? null,
    readOnly: settings['server.readOnly'],
  });
  const app = await buildApp({
    settings,
    sources: { prometheus: metrics, tracing: traces, kubernetes, now },
    sessions,
    telemetry,
    facesFolder: settings['server.facesFolder'] ?? fileURLToPath(new URL('../..', import.meta.url)),
    tls: tlsOf(settings),
    log: { level: settings['log.level'] ?? (demo ? 'warn' : 'info'), stream: process.stderr },
  });
  trouble.log = (message, error) => app.log.warn({ err: error }, message);
  undo.defer(() => app.close());
  await listen(app, settings);
  const rest = undo.move();
  return {
    url: shownAddress(settings, portOf(app.server.address()) ?? settings['server.port']),
    notes: demo?.notes ?? [],
    close: () => rest.disposeAsync(),
  };
}

async function startTheDemo(settings: Settings): Promise<Demo & Pick<Opened, 'notes'>> {
  const { startDemo, whereTheMeshIs } = await import('./demo/index.ts');
  const demo = await startDemo({
    scenario: settings['demo.scenario'],
    story: settings['demo.story'],
    seed: settings['demo.seed'],
  });
  return { ...demo, notes: whereTheMeshIs(demo) };
}

function openPrometheus(settings: Settings, demo: Demo | null, telemetry: Telemetry) {
  const url = demo?.prometheusUrl ?? settings['prometheus.url'];
  if (url === undefined) throw new Error('There is no Prometheus to ask. Name one with --prometheus URL.');
  return prometheus({
    url,
    credentials: {
      tokenFile: settings['prometheus.tokenFile'],
      username: settings['prometheus.username'],
      passwordFile: settings['prometheus.passwordFile'],
    },
    caFile: settings['prometheus.caFile'],
    timeoutMs: settings['prometheus.timeoutSeconds'] * 1000,
    concurrency: settings['prometheus.concurrency'],
    now,
    onRequest: telemetry.asked,
  });
}

function openTracing(settings: Settings, demo: Demo | null, telemetry: Telemetry) {
  const url = demo?.tracingUrl ?? settings['tracing.url'];
  if (url === undefined) return null;
  return tracing({
    url,
    credentials: { tokenFile: settings['tracing.tokenFile'] },
    caFile: settings['tracing.caFile'],
    timeoutMs: settings['tracing.timeoutSeconds'] * 1000,
    now,
    onRequest: telemetry.asked,
  });
}

function sessionKeys(settings: Settings): readonly string[] {
  const file = settings['session.keyFile'];
  if (file === undefined) return [];
  const keys = readSessionKeys(file, readFileSync(file, 'utf8'));
  if (!keys.ok) throw new Error(mistakesText(keys.problems));
  return keys.value;
}

function tlsOf(settings: Settings) {
  const [cert, key] = [settings['server.tlsCertFile'], settings['server.tlsKeyFile']];
  return cert === undefined || key === undefined ? undefined : { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

async function listen(app: { listen(where: { host: string; port: number }): Promise<string> }, settings: Settings): Promise<void> {
  const [host, port] = [settings['server.host'], settings['server.port']];
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new Error(listenFailures[code]?.(host, port) ?? `Cannot listen on ${host}, port ${port}: ${String(cause)}`, { cause });
  }
}

const listenFailures: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is taken. Stop what uses it, or choose another one with --port NUMBER (0 takes a free one).`,
  EACCES: (_, port) => `Port ${port} is reserved for the administrator of this machine. Choose one above 1023 with --port NUMBER.`,
  EADDRNOTAVAIL: (host) => `The address ${host} is not one of this machine. Choose another one with --host ADDRESS.`,
  ENOTFOUND: (host) => `The name ${host} is not known. Choose an address of this machine with --host ADDRESS.`,
};

const portOf = (address: AddressInfo | string | null): number | null => (typeof address === 'object' ? (address?.port ?? null) : null);

/** An address that a browser on this machine can open. */
function shownAddress(settings: Settings, port: number): string {
  const host = settings['server.host'];
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${settings['server.tlsCertFile'] === undefined ? 'http' : 'https'}://${name}:${port}/`;
}
