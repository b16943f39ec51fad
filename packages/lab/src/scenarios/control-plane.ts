import type { KubeObject } from '@vigla/contract/objects';
import { object, type Told } from './object.ts';
import { deployment } from './running.ts';
import { service } from './service.ts';
import { space } from './space.ts';

const namespace = 'istio-system';

const meshConfig = `accessLogFile: /dev/stdout
defaultConfig:
  discoveryAddress: istiod.istio-system.svc:15012
enableAutoMtls: true
outboundTrafficPolicy:
  mode: ALLOW_ANY
rootNamespace: istio-system
trustDomain: cluster.local
`;

/** The control plane with its ingress gateway, and two nodes for it all to run on. */
export function controlPlane(told: Told): readonly KubeObject[] {
  const { seed, writes } = told;
  return [
    space(namespace, {}, told),
    ...['node-1', 'node-2'].map((name) => node(name, told)),
    object(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'istio',
        namespace,
        labels: { 'istio.io/rev': 'default' },
        body: { data: { mesh: meshConfig, meshNetworks: 'networks: {}' } },
      },
      told,
    ),
    ...['istiod', 'istio-ingressgateway'].map((name) =>
      object({ apiVersion: 'v1', kind: 'ServiceAccount', name, namespace, body: {} }, told),
    ),
    ...deployment(
      {
        namespace,
        name: 'istiod',
        app: 'istiod',
        version: null,
        image: 'docker.io/istio/pilot:1.29.0',
        port: 15_012,
        replicas: 1,
        serviceAccount: 'istiod',
        proxy: null,
        podLabels: { istio: 'pilot', 'istio.io/rev': 'default' },
        writes,
      },
      seed,
    ),
    service(
      {
        namespace,
        name: 'istiod',
        selector: { app: 'istiod', istio: 'pilot' },
        ports: [
          { name: 'grpc-xds', port: 15_010 },
          { name: 'https-dns', port: 15_012 },
          { name: 'http-monitoring', port: 15_014 },
        ],
      },
      told,
    ),
    ...deployment(
      {
        namespace,
        name: 'istio-ingressgateway',
        app: 'istio-ingressgateway',
        version: null,
        image: 'docker.io/istio/proxyv2:1.29.0',
        port: 8080,
        replicas: 1,
        serviceAccount: 'istio-ingressgateway',
        proxy: 'router',
        podLabels: { istio: 'ingressgateway' },
        writes,
      },
      seed,
    ),
    service(
      {
        namespace,
        name: 'istio-ingressgateway',
        type: 'LoadBalancer',
        selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
        ports: [
          { name: 'http2', port: 80, targetPort: 8080 },
          { name: 'https', port: 443, targetPort: 8443 },
        ],
      },
      told,
    ),
    object(
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        name: 'default',
        namespace,
        body: { spec: { mtls: { mode: 'PERMISSIVE' } } },
      },
      told,
    ),
  ];
}

const node = (name: string, told: Told): KubeObject =>
  object(
    {
      apiVersion: 'v1',
      kind: 'Node',
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' },
      body: {
        spec: {},
        status: {
          capacity: { cpu: '8', memory: '32Gi', pods: '110' },
          conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
          nodeInfo: { kubeletVersion: 'v1.34.0', osImage: 'Linux', architecture: 'amd64', operatingSystem: 'linux' },
        },
      },
    },
    told,
  );
