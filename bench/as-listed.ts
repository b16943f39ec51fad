import type { KubeObject } from '@vigla/contract/objects';

/**
 * Objects as large as a cluster lists them: with what controllers, kubelets and injectors add, none of which the server needs.
 * Shape: the same objects and, for each Deployment, a second ReplicaSet of an earlier rollout. Source: pods, ReplicaSets and
 * Deployments of Istio 1.27 on Kubernetes 1.34, about 10 kB a pod.
 */
export const asListed = (objects: readonly KubeObject[]): readonly KubeObject[] =>
  objects.flatMap((object, i) => {
    const more = listed(object, i);
    return object.kind === 'ReplicaSet' ? [more, earlier(more)] : [more];
  });

const at = '2026-01-01T00:00:00Z';

function listed(object: KubeObject, i: number): KubeObject {
  const { kind, metadata, spec = {}, status = {} } = object;
  const common = { ...metadata, managedFields: writers(kind), annotations: { ...metadata.annotations, ...notesOf(kind, metadata.name) } };
  if (kind === 'Pod') return { ...object, metadata: common, spec: podSpec(spec, i), status: podStatus(status, i) };
  if (kind === 'Deployment' || kind === 'ReplicaSet') {
    const template = {
      metadata: { labels: metadata.labels, annotations: { 'prometheus.io/scrape': 'true' } },
      spec: { containers: [app(i)], ...usual },
    };
    const selector = { matchLabels: metadata.labels };
    return { ...object, metadata: common, spec: { ...spec, ...rollout, selector, template }, status: { ...status, ...conditions } };
  }
  return { ...object, metadata: common };
}

/** The ReplicaSet that the last rollout left behind: nothing runs in it. */
function earlier(set: KubeObject): KubeObject {
  return {
    ...set,
    metadata: { ...set.metadata, name: `${set.metadata.name}0`, creationTimestamp: '2025-12-24T00:00:00Z' },
    spec: { ...set.spec, replicas: 0 },
  };
}

const fieldsOf = (names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [`f:${name}`, { '.': {}, 'f:name': {}, 'f:value': {} }]));
const names = (count: number, prefix: string): readonly string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const written = {
  Pod: fieldsOf(names(40, 'containerField')),
  Deployment: fieldsOf(names(30, 'templateField')),
  ReplicaSet: fieldsOf(names(30, 'templateField')),
  other: fieldsOf(names(8, 'field')),
};
const fieldsBy = (kind: string): object => (kind in written ? written[kind as keyof typeof written] : written.other);

const writers = (kind: string) =>
  ['kube-controller-manager', 'kubelet'].map((manager) => ({
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: at,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsBy(kind),
  }));

const notesOf = (kind: string, name: string): Record<string, string> =>
  kind === 'Pod'
    ? {
        'istio.io/rev': 'default',
        'prometheus.io/path': '/stats/prometheus',
        'prometheus.io/port': '15020',
        'sidecar.istio.io/status': JSON.stringify({
          initContainers: ['istio-init'],
          containers: ['istio-proxy'],
          volumes: names(12, 'workload-volume-'),
        }),
      }
    : {
        'deployment.kubernetes.io/revision': '2',
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ name, fields: names(60, 'applied-') }),
      };

const variable = (name: string, value: string) => ({ name, value });
const probe = { httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' }, initialDelaySeconds: 5, timeoutSeconds: 3, periodSeconds: 15 };
const mount = (name: string) => ({ name, mountPath: `/var/run/secrets/${name}`, readOnly: true });
const resources = { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '100m', memory: '128Mi' } };

const app = (i: number) => ({
  name: 'app',
  image: `registry.example.com/team/service-${i % 500}:1.${i % 40}.${i % 7}`,
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
  env: [
    ...names(14, 'SETTING_').map((name) => variable(name, `https://upstream-${i % 100}.example.com/v1`)),
    variable('INSTANCE', `instance-${i}`),
  ],
  resources,
  volumeMounts: ['config', 'tls', 'token'].map(mount),
  livenessProbe: probe,
  readinessProbe: probe,
  imagePullPolicy: 'IfNotPresent',
});
const usual = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  serviceAccountName: 'default',
  schedulerName: 'default-scheduler',
};
const rollout = {
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
  revisionHistoryLimit: 10,
};
const conditions = {
  conditions: ['Available', 'Progressing'].map((type) => ({
    type,
    status: 'True',
    reason: 'MinimumReplicasAvailable',
    message: 'Deployment has minimum availability.',
    lastUpdateTime: at,
    lastTransitionTime: at,
  })),
  observedGeneration: 4,
};

const proxy = {
  name: 'istio-proxy',
  image: 'docker.io/istio/proxyv2:1.27.0',
  args: ['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.cluster.local', '--proxyLogLevel=warning'],
  env: [
    variable('ISTIO_META_CLUSTER_ID', 'Kubernetes'),
    ...names(22, 'ISTIO_META_').map((name) => variable(name, 'a value as the injector writes it')),
  ],
  ports: [{ name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }],
  resources,
  volumeMounts: names(8, 'workload-volume-').map(mount),
  startupProbe: probe,
  readinessProbe: probe,
};

const podSpec = (spec: Readonly<Record<string, unknown>>, i: number) => ({
  ...spec,
  containers: [proxy, app(i)],
  initContainers: [{ ...proxy, name: 'istio-init', env: [] }],
  volumes: names(12, 'workload-volume-').map((name) => ({
    name,
    projected: { sources: [{ serviceAccountToken: { path: name, expirationSeconds: 43_200 } }] },
  })),
  nodeName: `node-${i % 400}`,
  tolerations: ['not-ready', 'unreachable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
  ...usual,
});

const address = (i: number): string => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
const running = (name: string, i: number) => ({
  name,
  state: { running: { startedAt: at } },
  ready: true,
  restartCount: 0,
  image: `registry.example.com/${name}:1`,
  imageID: `registry.example.com/${name}@sha256:${'0123456789abcdef'.repeat(4)}`,
  containerID: `containerd://${String(i).padStart(64, '0')}`,
  started: true,
});

const podStatus = (status: Readonly<Record<string, unknown>>, i: number) => ({
  ...status,
  conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: at,
  })),
  hostIP: address(i % 400),
  podIP: address(i),
  podIPs: [{ ip: address(i) }],
  startTime: at,
  containerStatuses: ['istio-proxy', 'app'].map((name) => running(name, i)),
  initContainerStatuses: [running('istio-init', i)],
  qosClass: 'Burstable',
});
