import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubernetes } from '@vigla/lab/kubernetes';
import { type SyntheticMesh, syntheticMesh } from '@vigla/testkit/synthetic';
import { answering, fakePrometheus, type PrometheusAnswer } from '@vigla/testkit/upstreams';
import { startVigla } from '../e2e/process.ts';

/** A server in a process of its own that watches a mesh of some size. Dispose to stop it. */
export interface OpenMesh extends AsyncDisposable {
  readonly url: string;
}

const reader = { id: 'reader', username: 'reader', groups: ['system:masters'], token: 'a-token-of-this-run-only' };

/** Starts `vigla serve` on a Prometheus and a cluster that hold so many workloads, with about 2.6 calls each. */
export async function openMesh(workloads: number): Promise<OpenMesh> {
  await using undo = new AsyncDisposableStack();
  const mesh = syntheticMesh({ namespaces: Math.ceil(workloads / 10), workloadsPerNamespace: 10, callsPerWorkload: 3, seed: 7 });
  const upstream = undo.use(await fakePrometheus(quickAnswers(mesh)));
  const cluster = await createKubernetes({ objects: mesh.objects, personas: [reader], now: Date.now, host: '127.0.0.1', port: 0 });
  undo.defer(() => cluster.close());
  const folder = await mkdtemp(join(tmpdir(), 'vigla-bench-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubeconfig(reader), { mode: 0o600 });
  const server = await startVigla(['serve', '--port', '0', '--prometheus', upstream.url, '--kubeconfig', kubeconfig]);
  undo.defer(() => server.stop());
  const rest = undo.move();
  return { url: server.url, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

/** Written out once, so that the stand-in's own work is not taken for ours; and as fresh as a scrape of a moment ago. */
function quickAnswers({ samples }: SyntheticMesh) {
  const answer = answering(samples);
  const written = new Map<unknown, PrometheusAnswer>();
  return (query: string, { path }: { readonly path: string }): PrometheusAnswer => {
    if (path === '/api/v1/query_range') return { series: [] };
    if (/timestamp\(/.test(query)) return [{ labels: {}, value: Math.floor(Date.now() / 1000) - 3 }];
    const told = answer(query);
    if (!Array.isArray(told) || told.length === 0) return told;
    const known = written.get(told) ?? { raw: vectorText(told) };
    written.set(told, known);
    return known;
  };
}

const vectorText = (samples: readonly { readonly labels: object; readonly value: number }[]): string =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: samples.map(({ labels, value }) => ({ metric: labels, value: [0, String(value)] })) },
  });
