import type { KubeObject } from '@vigla/contract/objects';
import { placeOf, type Place } from './place.ts';
import { labels, number, text, texts, tree, trees } from './read.ts';
import { createdMs } from './reference.ts';

/** A running copy of a workload. `injected`: has a proxy of the mesh beside or in it. */
export interface Pod {
  readonly name: string;
  readonly uid: string;
  readonly ip: string | null;
  readonly ready: boolean;
  readonly injected: boolean;
  readonly createdMs: number;
  readonly place: Place;
}

/** What runs the same pods: a Deployment and its likes, or a pod on its own. */
export interface Workload {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly app: string | null;
  readonly version: string | null;
  readonly canonicalService: string;
  readonly canonicalRevision: string;
  /** `gateway`: the pods are a proxy and nothing else. Null: no proxy, or no pods to tell. */
  readonly proxy: 'sidecar' | 'gateway' | null;
  readonly pods: readonly Pod[];
}

interface Draft {
  readonly namespace: string;
  readonly name: string;
  readonly template: KubeObject | null;
  readonly pods: KubeObject[];
}

const owners = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicationController']);

/** Groups pods by what made them. Workloads without pods are there too: they can be scaled up again. Order: by key. */
export function readWorkloads(objects: readonly KubeObject[]): ReadonlyMap<string, Workload> {
  const replicaSets = new Map(objects.filter(({ kind }) => kind === 'ReplicaSet').map((set) => [keyOf(set), set]));
  const nodes = new Map(objects.filter(({ kind }) => kind === 'Node').map((node) => [node.metadata.name, node]));
  const drafts = new Map<string, Draft>();
  for (const object of objects) {
    if (owners.has(object.kind)) drafts.set(keyOf(object), { ...names(object), template: object, pods: [] });
  }
  for (const pod of objects) {
    if (pod.kind !== 'Pod') continue;
    const namespace = pod.metadata.namespace ?? '';
    const name = ownerOf(pod, replicaSets);
    const key = `${namespace}/${name}`;
    const draft = drafts.get(key) ?? { namespace, name, template: null, pods: [] };
    draft.pods.push(pod);
    drafts.set(key, draft);
  }
  return new Map([...drafts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, draft]) => [key, workload(key, draft, nodes)]));
}

const names = ({ metadata }: KubeObject) => ({ namespace: metadata.namespace ?? '', name: metadata.name });
const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

function ownerOf(pod: KubeObject, replicaSets: ReadonlyMap<string, KubeObject>): string {
  const owner = pod.metadata.ownerReferences?.[0];
  if (!owner) return pod.metadata.name;
  if (owner.kind !== 'ReplicaSet') return owner.name;
  const deployment = replicaSets.get(`${pod.metadata.namespace ?? ''}/${owner.name}`)?.metadata.ownerReferences?.[0]?.name;
  const hash = pod.metadata.labels?.['pod-template-hash'];
  return deployment ?? (hash && owner.name.endsWith(`-${hash}`) ? owner.name.slice(0, -hash.length - 1) : owner.name);
}

function workload(key: string, { namespace, name, template, pods }: Draft, nodes: ReadonlyMap<string, KubeObject>): Workload {
  const newest = [...pods].sort((a, b) => createdMs(b) - createdMs(a))[0];
  const podTemplate = tree(tree(template?.spec)['template']);
  const own = newest ? (newest.metadata.labels ?? {}) : labels(tree(podTemplate['metadata'])['labels']);
  const podSpec = tree(newest ? newest.spec : podTemplate['spec']);
  const read = pods.map((pod) => readPod(pod, nodes)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    key,
    namespace,
    name,
    labels: own,
    serviceAccount: text(podSpec['serviceAccountName']) ?? 'default',
    app: own['app'] ?? null,
    version: own['version'] ?? null,
    ...canonical(own, name),
    proxy: read.some(({ injected }) => injected) ? (isRouter(pods) ? 'gateway' : 'sidecar') : null,
    pods: read,
  };
}

/** The names telemetry uses for a workload. Order: Istio's own label, the recommended Kubernetes label, the short one. */
function canonical(own: Readonly<Record<string, string>>, name: string) {
  const first = (wanted: readonly string[], fallback: string): string =>
    wanted.map((label) => own[label]).find((value) => value !== undefined) ?? fallback;
  return {
    canonicalService: first(['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app'], name),
    canonicalRevision: first(['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version'], 'latest'),
  };
}

function readPod(pod: KubeObject, nodes: ReadonlyMap<string, KubeObject>): Pod {
  const status = tree(pod.status);
  const ready = trees(status['conditions']).some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return {
    name: pod.metadata.name,
    uid: pod.metadata.uid ?? '',
    ip: text(status['podIP']) ?? null,
    ready: ready && pod.metadata.deletionTimestamp === undefined,
    injected: proxyOf(pod) !== undefined,
    createdMs: createdMs(pod),
    place: placeOf(pod, nodes),
  };
}

/** The proxy's container: an ordinary one, or an init container that goes on running. */
const proxyOf = ({ spec }: KubeObject) =>
  [...trees(tree(spec)['containers']), ...trees(tree(spec)['initContainers'])].find(({ name }) => name === 'istio-proxy');

const isRouter = (pods: readonly KubeObject[]): boolean => pods.some((pod) => texts(proxyOf(pod)?.['args']).includes('router'));

/** The number a target port means on a workload's pods: numbers are taken as they are, names are looked up in the containers. */
export function targetPort(target: unknown, fallback: number, pods: readonly KubeObject[]): number {
  const direct = number(target);
  if (direct !== undefined) return direct;
  const named = text(target);
  for (const pod of pods) {
    const ports = trees(tree(pod.spec)['containers']).flatMap((container) => trees(container['ports']));
    const found = number(ports.find(({ name }) => name === named)?.['containerPort']);
    if (named !== undefined && found !== undefined) return found;
  }
  return fallback;
}
