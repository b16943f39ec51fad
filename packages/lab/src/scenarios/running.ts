import type { KubeObject } from '@vigla/contract/objects';
import { letters, roll } from '../flow/index.ts';
import { object, timestamp, type PastWrite, type Told } from './object.ts';

/** A Deployment to be drawn with everything that it brings. */
export interface Deployed {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly version: string | null;
  readonly image: string;
  readonly port: number;
  readonly replicas: number;
  readonly serviceAccount: string;
  /** `sidecar`: beside the application; `router`: the pod is a gateway. */
  readonly proxy: 'sidecar' | 'router' | null;
  /** Of the proxy. Default: 1.29.0. */
  readonly istioVersion?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  /** In a crowd: how many addresses are taken already. Elsewhere addresses are drawn by dice, which would meet in a crowd. */
  readonly addresses?: number;
  readonly writes: Told['writes'];
}

const safe = 'bcdfghjklmnpqrstvwxz2456789';

/** Deployment, ReplicaSet and ready Pods. The pods are as old as the last write: each write rolled them out anew. */
export function deployment(deployed: Deployed, seed: number): readonly KubeObject[] {
  const { namespace, name, replicas, writes } = deployed;
  const rolledOut = writes.at(-1) ?? writes[0];
  const hash = letters(safe, 10, seed, 'hash', namespace, name, rolledOut.atMs);
  const own = labelsOf(deployed);
  const selector = { matchLabels: { app: deployed.app, ...(deployed.version !== null && { version: deployed.version }) } };
  const template = { metadata: { labels: own }, spec: podSpec(deployed, false) };
  const counts = { replicas, readyReplicas: replicas, availableReplicas: replicas };
  const made = object(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name,
      namespace,
      labels: { ...own, ...deployed.labels },
      annotations: { 'deployment.kubernetes.io/revision': String(writes.length) },
      body: {
        spec: {
          replicas,
          selector,
          template,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        },
        status: {
          observedGeneration: writes.length,
          ...counts,
          updatedReplicas: replicas,
          conditions: [
            { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', lastTransitionTime: timestamp(rolledOut.atMs) },
          ],
        },
      },
    },
    { seed, writes },
  );
  const bySystem = [{ by: 'kube-controller-manager', atMs: rolledOut.atMs }] as const;
  const withHash = { ...own, 'pod-template-hash': hash };
  const set = object(
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: `${name}-${hash}`,
      namespace,
      labels: withHash,
      owner: made,
      body: {
        spec: {
          replicas,
          selector: { matchLabels: { ...selector.matchLabels, 'pod-template-hash': hash } },
          template: { ...template, metadata: { labels: withHash } },
        },
        status: { observedGeneration: 1, ...counts },
      },
    },
    { seed, writes: bySystem },
  );
  return [made, set, ...Array.from({ length: replicas }, (_, index) => pod(deployed, { set, labels: withHash, index, seed }))];
}

const labelsOf = ({ app, version, podLabels }: Deployed): Readonly<Record<string, string>> => ({
  app,
  ...(version !== null && { version }),
  ...podLabels,
});

interface PodOf {
  readonly set: KubeObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly index: number;
  readonly seed: number;
}

function pod(deployed: Deployed, { set, labels, index, seed }: PodOf): KubeObject {
  const { namespace, app, version, proxy, writes } = deployed;
  const rolledOut: PastWrite = { by: 'kube-controller-manager', atMs: (writes.at(-1) ?? writes[0]).atMs };
  const podIP =
    deployed.addresses === undefined ? drawnAddress(seed, namespace, set, index) : nthAddress([10, 132], deployed.addresses + index);
  return object(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      name: `${set.metadata.name}-${letters(safe, 5, seed, 'pod', namespace, set.metadata.name, index)}`,
      namespace,
      labels: {
        ...labels,
        ...(proxy && {
          'security.istio.io/tlsMode': 'istio',
          'service.istio.io/canonical-name': app,
          'service.istio.io/canonical-revision': version ?? 'latest',
        }),
      },
      ...(proxy && {
        annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '15020', 'prometheus.io/path': '/stats/prometheus' },
      }),
      owner: set,
      body: runningBody(podSpec(deployed, true), { podIP, atMs: rolledOut.atMs, index }),
    },
    { seed, writes: [rolledOut] },
  );
}

/** A running pod without a proxy that something other than a Deployment owns: it has its owner's name and one more. */
export function barePod(
  { owner, labels, spec }: { readonly owner: KubeObject; readonly labels: Readonly<Record<string, string>>; readonly spec: PodSpec },
  { seed, writes }: Told,
): KubeObject {
  const { name, namespace = '' } = owner.metadata;
  const podIP = drawnAddress(seed, namespace, owner, 0);
  return object(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      name: `${name}-${letters(safe, 5, seed, 'pod', namespace, name)}`,
      namespace,
      labels,
      owner,
      body: runningBody(spec, { podIP, atMs: writes[0].atMs, index: 0 }),
    },
    { seed, writes },
  );
}

const drawnAddress = (seed: number, namespace: string, owner: KubeObject, index: number): string => {
  const octet = (lane: string): number => 1 + Math.floor(roll(seed, lane, namespace, owner.metadata.name, index) * 250);
  return `10.${128 + (octet('a') % 4)}.${octet('b')}.${octet('c')}`;
};

interface PodSpec {
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

/** The content of a pod that has been ready since shortly after an instant. */
function runningBody(spec: PodSpec, { podIP, atMs, index }: { podIP: string; atMs: number; index: number }) {
  const startedAt = timestamp(atMs + 4000);
  return {
    spec: { ...spec, nodeName: `node-${1 + (index % 2)}` },
    status: {
      phase: 'Running',
      podIP,
      podIPs: [{ ip: podIP }],
      hostIP: `10.0.0.${11 + (index % 2)}`,
      startTime: timestamp(atMs),
      qosClass: 'Burstable',
      conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: startedAt,
      })),
      containerStatuses: spec.containers.map(({ name, image }) => ({
        name,
        image,
        imageID: '',
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt } },
      })),
    },
  };
}

/** The n-th address under two leading numbers, or under the next ones when those are used up. */
export const nthAddress = ([first, second]: readonly [number, number], n: number): string =>
  `${first}.${second + Math.floor(n / 62_500)}.${1 + (Math.floor(n / 250) % 250)}.${1 + (n % 250)}`;

/** `injected`: as it runs, with the proxy beside the application; else as the Deployment asks for it. */
function podSpec({ name, app, image, port, serviceAccount, proxy, istioVersion = '1.29.0' }: Deployed, injected: boolean) {
  const mesh = {
    name: 'istio-proxy',
    image: `docker.io/istio/proxyv2:${istioVersion}`,
    args: ['proxy', proxy === 'router' ? 'router' : 'sidecar', '--domain', '$(POD_NAMESPACE).svc.cluster.local'],
    ports: [{ name: 'http-envoy-prom', containerPort: 15_090, protocol: 'TCP' }],
  };
  const own = { name: app === name ? app : name.replace(/-v\d+$/, ''), image, ports: [{ containerPort: port, protocol: 'TCP' }] };
  const containers: readonly { readonly name: string; readonly image: string }[] =
    proxy === 'router' ? [mesh] : proxy === 'sidecar' && injected ? [own, mesh] : [own];
  return { serviceAccountName: serviceAccount, containers };
}
