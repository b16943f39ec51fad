import type { KubeObject } from '@vigla/contract/objects';
import type { Pods } from '../health/index.ts';
import { readTolerances, toleranceAnnotation } from '../health/index.ts';
import { eachInSteps, type InSteps } from '../steps/index.ts';
import type { WorkloadFacts } from './facts.ts';
import { fieldOf, labelsOf, listOf, numberOf, selects, textOf } from './fields.ts';

const controllers = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ReplicaSet',
  'ReplicationController',
  'DeploymentConfig',
  'Rollout',
]);

/** Kinds that run to an end: with no pod at all they are as they should be. */
export const runsToAnEnd = (kind: string): boolean => kind === 'Job' || kind === 'CronJob';

/** Each takes some hundredths of a millisecond. */
const objectsAtOnce = 200;

/** A workload before services and routes are joined to it. */
export type BareWorkload = Omit<WorkloadFacts, 'badges' | 'services'>;

/**
 * The workloads of the cluster: controllers that nothing controls, with the pods they own through any chain of owners,
 * and pods that nobody owns. A job that is over is no workload any more, though clusters keep it to be read.
 */
export function* readWorkloads(objects: readonly KubeObject[]): InSteps<readonly BareWorkload[]> {
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  const owned = objects.filter(({ kind }) => controllers.has(kind));
  const pods = ofKind('Pod').filter(({ status }) => textOf(status, 'phase') !== 'Succeeded');
  yield;
  const byRoot = yield* podsByRoot(pods, owned);
  yield;
  const injecting = new Set(
    ofKind('Namespace')
      .filter(injects)
      .map(({ metadata }) => metadata.name),
  );
  const doors = ofKind('Gateway')
    .map(({ spec }) => labelsOf(spec, 'selector'))
    .filter((selector) => selector.size > 0);
  const standing = owned.filter((controller) => ownerOf(controller) === undefined && !isOver(controller));
  const roots = [...standing, ...pods.filter((pod) => ownerOf(pod) === undefined)];
  yield;
  const workloads: BareWorkload[] = [];
  yield* eachInSteps(roots, objectsAtOnce, (root) => {
    workloads.push(workload(root, byRoot.get(keyOf(root)) ?? [], { injecting, doors }));
  });
  return workloads;
}

interface Surroundings {
  readonly injecting: ReadonlySet<string>;
  readonly doors: readonly ReadonlyMap<string, string>[];
}

function workload(root: KubeObject, pods: readonly KubeObject[], { injecting, doors }: Surroundings): BareWorkload {
  const namespace = root.metadata.namespace ?? '';
  const template = root.kind === 'Pod' ? root : (fieldOf(root.spec, 'template') ?? fieldOf(root.spec, 'jobTemplate', 'spec', 'template'));
  const labels = new Map([...labelsOf(template, 'metadata', 'labels'), ...labelsOf(pods[0], 'metadata', 'labels')]);
  const { app, version } = nameByLabels(labels);
  const annotation = root.metadata.annotations?.[toleranceAnnotation];
  return {
    namespace,
    name: root.metadata.name,
    kind: root.kind,
    app: app ?? root.metadata.name,
    version,
    labels,
    pods: countPods(root, pods),
    inMesh: pods.length > 0 ? pods.some(hasProxy) : hasProxy(template) || wouldHaveProxy(template, injecting.has(namespace)),
    isAmbient: pods.some(isRedirected),
    role: roleOf(labels, pods[0] ?? template, doors),
    tolerances: annotation === undefined ? null : readTolerances(annotation),
  };
}

function* podsByRoot(pods: readonly KubeObject[], owned: readonly KubeObject[]): InSteps<ReadonlyMap<string, readonly KubeObject[]>> {
  const known = new Map(owned.map((controller) => [keyOf(controller), controller]));
  yield;
  const byRoot = new Map<string, KubeObject[]>();
  yield* eachInSteps(pods, objectsAtOnce, (pod) => {
    let root = pod;
    // An owner that owns itself would lead in circles: real chains have at most three links.
    for (let link = 0; link < 5; link += 1) {
      const owner = ownerOf(root);
      const next = owner && known.get(owner);
      if (!next) break;
      root = next;
    }
    byRoot.set(keyOf(root), [...(byRoot.get(keyOf(root)) ?? []), pod]);
  });
  return byRoot;
}

const keyOf = ({ kind, metadata }: KubeObject): string => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;

function ownerOf({ metadata }: KubeObject): string | undefined {
  const owner = metadata.ownerReferences?.find(({ kind }) => controllers.has(kind));
  return owner && `${owner.kind}/${metadata.namespace ?? ''}/${owner.name}`;
}

/** Source: batch/v1 JobCondition; `Suspended` and `FailureTarget` are no ends. */
const isOver = ({ kind, status }: KubeObject): boolean =>
  kind === 'Job' &&
  listOf(status, 'conditions').some(
    (condition) => ['Complete', 'Failed'].includes(textOf(condition, 'type') ?? '') && textOf(condition, 'status') === 'True',
  );

function countPods(root: KubeObject, pods: readonly KubeObject[]): Pods {
  if (root.kind === 'Pod') return { ready: isReady(root) ? 1 : 0, desired: 1 };
  if (runsToAnEnd(root.kind)) {
    const running = pods.filter(({ status }) => textOf(status, 'phase') === 'Running');
    return { ready: running.filter(isReady).length, desired: running.length };
  }
  const desired =
    numberOf(root.spec, 'replicas') ??
    numberOf(root.status, 'desiredNumberScheduled') ??
    numberOf(root.status, 'replicas') ??
    Math.max(1, pods.length);
  const ready =
    pods.length > 0 ? pods.filter(isReady).length : (numberOf(root.status, 'readyReplicas') ?? numberOf(root.status, 'numberReady') ?? 0);
  return { ready, desired };
}

const isReady = ({ metadata, status }: KubeObject): boolean =>
  metadata.deletionTimestamp === undefined &&
  listOf(status, 'conditions').some((condition) => textOf(condition, 'type') === 'Ready' && textOf(condition, 'status') === 'True');

const containersOf = (pod: unknown): readonly unknown[] => [...listOf(pod, 'spec', 'containers'), ...listOf(pod, 'spec', 'initContainers')];
const proxyOf = (pod: unknown): unknown => containersOf(pod).find((container) => textOf(container, 'name') === 'istio-proxy');

const hasProxy = (pod: unknown): boolean => proxyOf(pod) !== undefined || isRedirected(pod);

/** Whether the node's proxy takes a pod's traffic. Source: Istio, "Ambient mode", redirection. */
const isRedirected = (pod: unknown): boolean => textOf(pod, 'metadata', 'annotations', 'ambient.istio.io/redirection') === 'enabled';

function wouldHaveProxy(template: unknown, injecting: boolean): boolean {
  const inject = 'sidecar.istio.io/inject';
  const asked = textOf(template, 'metadata', 'labels', inject) ?? textOf(template, 'metadata', 'annotations', inject);
  return asked === undefined ? injecting : asked === 'true';
}

/** Whether new pods of a namespace get a sidecar, by its labels. */
export function injects({ metadata: { labels = {} } }: KubeObject): boolean {
  const injection = labels['istio-injection'];
  return injection === undefined ? (labels['istio.io/rev'] ?? '') !== '' : injection === 'enabled';
}

/** Labels of the control plane's own workloads. */
const infrastructure: readonly (readonly [string, string])[] = [
  ['app', 'istiod'],
  ['istio', 'pilot'],
  ['app', 'ztunnel'],
  ['k8s-app', 'istio-cni-node'],
];

function roleOf(labels: ReadonlyMap<string, string>, pod: unknown, doors: Surroundings['doors']): WorkloadFacts['role'] {
  if (
    labels.get('gateway.networking.k8s.io/gateway-class-name') === 'istio-waypoint' ||
    labels.get('gateway.istio.io/managed') === 'istio.io-mesh-controller'
  )
    return 'waypoint';
  if (infrastructure.some(([key, value]) => labels.get(key) === value)) return 'infrastructure';
  const isRouter = listOf(proxyOf(pod), 'args').includes('router');
  const isNamed = labels.has('gateway.networking.k8s.io/gateway-name') || doors.some((selector) => selects(selector, labels));
  return isRouter || isNamed ? 'gateway' : null;
}

/** The name by which the proxies of a cluster call it. Source: Istio, environment of istio-proxy and of istiod. */
export function readCluster(objects: readonly KubeObject[]): string | null {
  for (const object of objects) {
    if (object.kind !== 'Pod') continue;
    for (const container of containersOf(object))
      for (const variable of listOf(container, 'env')) {
        const name = textOf(variable, 'name');
        if (name === 'ISTIO_META_CLUSTER_ID' || name === 'CLUSTER_ID') return textOf(variable, 'value') ?? null;
      }
  }
  return null;
}

/** What a workload is called by the labels of its pods. */
export const nameByLabels = (labels: ReadonlyMap<string, string>): { readonly app: string | null; readonly version: string | null } => ({
  app: firstOf(labels, ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app']),
  version: firstOf(labels, ['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version']),
});

function firstOf(labels: ReadonlyMap<string, string>, keys: readonly string[]): string | null {
  const key = keys.find((candidate) => (labels.get(candidate) ?? '') !== '');
  return key === undefined ? null : (labels.get(key) ?? null);
}
