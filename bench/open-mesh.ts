import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKubernetes } from '@vigla/lab/kubernetes';
import { type SyntheticMesh, syntheticMesh } from '@vigla/testkit/synthetic';
import { answering, fakePrometheus, type PrometheusAnswer } from '@vigla/testkit/upstreams';
import { bundle } from '../apps/server/build.ts';
import { startVigla } from '../e2e/process.ts';
import { asImage } from './as-image.ts';

/** A server in a process of its own that watches a mesh of some size. Dispose to stop it. */
export interface OpenMesh extends AsyncDisposable {
  readonly url: string;
  readonly prometheus: string;
  /** Every question of instants that Prometheus was asked so far. */
  readonly queries: () => readonly string[];
  /** Of which instant each question about traffic was, as it was written. */
  readonly instants: () => readonly string[];
  /** Lets the first pod of the mesh be ready, or fail. */
  readonly setFirstPod: (ready: boolean) => void;
  /** Memory that the server's process holds now. Fails: where the system does not tell. */
  readonly residentBytes: () => number;
}

/** Units: ms for an answer of so many series. */
type Thinking = (series: number) => number;

interface Shape {
  readonly namespaces?: number;
  /** How long Prometheus thinks. Default: not at all. */
  readonly thinkingMs?: Thinking | undefined;
  /** Run the server as an image does, from one bundle, and not from its sources, which take memory of their own. */
  readonly bundled?: boolean;
}

const reader = { id: 'reader', username: 'reader', groups: ['system:masters'], token: 'a-token-of-this-run-only' };
/** People who may see everything, with tokens of their own. */
export const people = Array.from({ length: 20 }, (_, i) => ({
  ...reader,
  id: `reader-${i}`,
  username: `reader-${i}`,
  token: `token-${i}`,
}));

/** Starts `vigla serve` on a Prometheus and a cluster that hold so many workloads, with about 2.6 calls each. */
export async function openMesh(workloads: number, { namespaces = Math.ceil(workloads / 10), ...shape }: Shape = {}): Promise<OpenMesh> {
  const mesh = syntheticMesh({ namespaces, workloadsPerNamespace: Math.ceil(workloads / namespaces), callsPerWorkload: 3, seed: 7 });
  return serveMesh(mesh, shape);
}

/** Stand-ins of this size take their time, above all on a busy machine; it is not that which is measured. */
const patience = { 'prometheus.timeoutSeconds': 300, 'kubernetes.timeoutSeconds': 300 };

/** A server in a process of its own that watches a mesh which somebody else drew. */
export async function serveMesh(
  { samples, objects }: Pick<SyntheticMesh, 'samples' | 'objects'>,
  { thinkingMs, bundled = false }: Omit<Shape, 'namespaces'> = {},
): Promise<OpenMesh> {
  await using undo = new AsyncDisposableStack();
  const upstream = undo.use(await fakePrometheus(quickAnswers(samples, thinkingMs)));
  const personas = [reader, ...people];
  const cluster = await createKubernetes({ objects, personas, now: Date.now, host: '127.0.0.1', port: 0 });
  undo.defer(() => cluster.close());
  const folder = await mkdtemp(join(tmpdir(), 'vigla-bench-'));
  undo.defer(() => rm(folder, { recursive: true, force: true }));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubeconfig(reader), { mode: 0o600 });
  const settings = join(folder, 'vigla.json');
  await writeFile(settings, JSON.stringify(bundled ? patience : {}));
  const args = ['serve', '--port', '0', '--prometheus', upstream.url, '--kubeconfig', kubeconfig, '--config', settings];
  if (bundled) await bundle(join(folder, 'dist'));
  const server = await startVigla(args, bundled ? { program: join(folder, 'dist/vigla.mjs'), ...asImage() } : {});
  undo.defer(() => server.stop());
  const rest = undo.move();
  return {
    url: server.url,
    prometheus: upstream.url,
    queries: upstream.queries,
    instants: () =>
      upstream.questions
        .filter(({ search }) => (search.get('query') ?? '').includes('istio_'))
        .map(({ search }) => search.get('time') ?? ''),
    setFirstPod(ready) {
      const [pod] = cluster.store.list('Pod');
      const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
      if (pod) cluster.store.put({ ...pod, status: { ...pod.status, conditions } }, 'kubelet');
    },
    residentBytes: server.residentBytes,
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

/** Written out once, so that the stand-in's own work is not taken for ours; and as fresh as a scrape of a moment ago. */
function quickAnswers(samples: SyntheticMesh['samples'], thinkingMs?: Thinking) {
  const answer = answering(samples);
  const written = new Map<unknown, PrometheusAnswer>();
  return async (query: string, { path }: { readonly path: string }): Promise<PrometheusAnswer> => {
    if (path === '/api/v1/query_range') return { series: [] };
    if (/timestamp\(/.test(query)) return [{ labels: {}, value: Math.floor(Date.now() / 1000) - 3 }];
    const told = answer(query);
    if (!Array.isArray(told) || told.length === 0) return told;
    if (thinkingMs) await sleep(thinkingMs(told.length));
    const known = written.get(told) ?? { raw: vectorText(told) };
    written.set(told, known);
    return known;
  };
}

const vectorText = (samples: readonly { readonly labels: object; readonly value: number }[]): string =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: samples.map(({ labels, value }) => ({ metric: sorted(labels), value: [0, String(value)] })) },
  });

/** As Prometheus writes them: by name. */
const sorted = (labels: object): object => Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
