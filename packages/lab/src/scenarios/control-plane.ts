import type { KubeObject } from '@vigla/contract/objects';
import { object, type Told } from './object.ts';
import { deployment } from './running.ts';
import { service } from './service.ts';
import { space } from './space.ts';

const namespace = 'istio-system';

/** How a mesh is installed. */
export interface Installed {
  readonly istioVersion: string;
  /** Of istiod. */
  readonly replicas: number;
  readonly trustDomain: string;
  /** Whether the usual ingress gateway runs beside istiod. */
  readonly gateway: boolean;
  /** What the mesh asks of those who call. */
  readonly mtls: 'PERMISSIVE' | 'STRICT';
  /** What becomes of calls to hosts that nobody registered. */
  readonly outbound: 'ALLOW_ANY' | 'REGISTRY_ONLY';
}

const usual: Installed = {
  istioVersion: '1.29.0',
  replicas: 1,
  trustDomain: 'cluster.local',
  gateway: true,
  mtls: 'PERMISSIVE',
  outbound: 'ALLOW_ANY',
};

const meshConfig = ({ trustDomain, outbound }: Installed): string => `accessLogFile: /dev/stdout
defaultConfig:
  discoveryAddress: istiod.istio-system.svc:15012
enableAutoMtls: true
outboundTrafficPolicy:
  mode: ${outbound}
rootNamespace: istio-system
trustDomain: ${trustDomain}
`;

/** The control plane, its ingress gateway if it is wanted, and two nodes for it all to run on. */
export function controlPlane(told: Told, installed: Installed = usual): readonly KubeObject[] {
  const { istioVersion, replicas, gateway, mtls } = installed;
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
        body: { data: { mesh: meshConfig(installed), meshNetworks: 'networks: {}' } },
      },
      told,
    ),
    object({ apiVersion: 'v1', kind: 'ServiceAccount', name: 'istiod', namespace, body: {} }, told),
    ...deployment(
      {
        namespace,
        name: 'istiod',
        app: 'istiod',
        version: null,
        image: `docker.io/istio/pilot:${istioVersion}`,
        port: 15_012,
        replicas,
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
    ...(gateway ? ingressGateway(told) : []),
    object(
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        name: 'default',
        namespace,
        body: { spec: { mtls: { mode: mtls } } },
      },
      told,
    ),
  ];
}

const ingressGateway = (told: Told): readonly KubeObject[] => [
  object({ apiVersion: 'v1', kind: 'ServiceAccount', name: 'istio-ingressgateway', namespace, body: {} }, told),
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
      writes: told.writes,
    },
    told.seed,
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
];

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
