import type { KubeObject } from '@vigla/contract/objects';
import type { Call } from '../request.ts';

/** How a workload is drawn. */
export interface Drawn {
  readonly proxy?: 'sidecar' | 'router' | null;
  readonly pods?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A Deployment's pods and what made them: `bookinfo/reviews-v1`. The app is the name without its version. */
export function workload(key: string, { proxy = 'sidecar', pods = 1, labels = {} }: Drawn = {}): readonly KubeObject[] {
  const [namespace = '', name = ''] = key.split('/');
  const [, app = name, version] = /^(.*)-(v\d+)$/.exec(name) ?? [];
  const own = { app, ...(version && { version }), ...labels };
  const meta = (kind: string, more: object) => ({
    name,
    namespace,
    uid: `${kind}-${key}`,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: own,
    ...more,
  });
  const containers = [
    { name: app, ports: [{ name: 'web', containerPort: 9080 }] },
    ...(proxy ? [{ name: 'istio-proxy', args: ['proxy', proxy] }] : []),
  ];
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta('Deployment', {}),
      spec: { replicas: pods, template: { metadata: { labels: own }, spec: { serviceAccountName: app } } },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: meta('ReplicaSet', {
        name: `${name}-5d4`,
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: 'x' }],
      }),
    },
    ...Array.from({ length: pods }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta('Pod', {
        name: `${name}-5d4-${index}`,
        uid: `pod-${key}-${index}`,
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-5d4`, uid: 'y' }],
      }),
      spec: { serviceAccountName: app, containers },
      status: { podIP: `10.0.0.${index + 1}`, conditions: [{ type: 'Ready', status: 'True' }] },
    })),
  ];
}

/** A Service that selects an app. */
export function service(
  key: string,
  { port = 9080, name: portName = 'http', targetPort }: { port?: number; name?: string; targetPort?: number | string } = {},
): KubeObject {
  const [namespace = '', name = ''] = key.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ name: portName, port, ...(targetPort !== undefined && { targetPort }) }] },
  };
}

let made = 0;

const groups: Readonly<Record<string, string>> = {
  PeerAuthentication: 'security.istio.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
};

/** A mesh object: `VirtualService bookinfo/reviews`. Later ones are younger unless told otherwise. */
export function istio(
  what: string,
  spec: Readonly<Record<string, unknown>>,
  metadata: { creationTimestamp?: string; annotations?: Record<string, string> } = {},
): KubeObject {
  const [kind = '', key = ''] = what.split(' ');
  const [namespace = '', name = ''] = key.split('/');
  made += 1;
  const creationTimestamp = new Date(Date.UTC(2026, 0, 2) + made * 1000).toISOString();
  return {
    apiVersion: groups[kind] ?? 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace, creationTimestamp, ...metadata },
    spec,
  };
}

/** The mesh's own settings. */
export const meshConfig = (mesh: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh },
});

/** A request for a page, or what the test says instead. */
export const call = (host: string, more: Partial<Call> = {}): Call => ({
  host,
  port: 9080,
  protocol: 'http',
  method: 'GET',
  path: '/',
  headers: {},
  ...more,
});

/** An object of the Gateway API: `HTTPRoute bookinfo/shop`. Later ones are younger unless told otherwise. */
export const gatewayApi = (
  what: string,
  spec: Readonly<Record<string, unknown>>,
  metadata: { creationTimestamp?: string } = {},
): KubeObject => ({
  ...istio(what, spec, metadata),
  apiVersion: 'gateway.networking.k8s.io/v1',
});

/** A namespace with its labels. */
export const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});
