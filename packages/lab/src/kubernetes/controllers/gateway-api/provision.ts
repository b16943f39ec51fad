import type { KubeObject } from '@vigla/contract/objects';
import { at, list, scalarText, text } from '../../json/json.ts';
import { rowOf } from '../../resources/matrix.ts';
import type { Store } from '../../store/store.ts';
import { withDefaults } from '../../verbs/defaults.ts';
import { keep } from '../keep.ts';
import { proxyImage } from '../sidecar.ts';
import { gatewayController, gatewayGroup, meshController } from './gateway-rows.ts';

/** The service behind a Gateway: the one it names by hand, or the one that is made for it. */
export interface Served {
  readonly namespace: string;
  readonly name: string;
  readonly byHand: boolean;
}

/** Which service carries the requests of a Gateway. Source: Istio documentation, "Kubernetes Gateway API", "Deployment methods". */
export function serviceOf(gateway: KubeObject): Served {
  const { name, namespace = '' } = gateway.metadata;
  const [given] = list(at(gateway, 'spec', 'addresses')).filter((one) => (at(one, 'type') ?? 'Hostname') === 'Hostname');
  const [host = '', there] = text(at(given, 'value')).split('.');
  if (host !== '') return { namespace: there ?? namespace, name: host, byHand: true };
  const className = text(at(gateway, 'spec', 'gatewayClassName'));
  return { namespace, name: className === 'istio-waypoint' ? name : `${name}-${className}`, byHand: false };
}

/** Makes the ServiceAccount, Deployment and Service of a Gateway that is not deployed by hand; they go when it goes. */
export function provision(store: Store, gateway: KubeObject, controller: string): void {
  const { byHand, namespace, name } = serviceOf(gateway);
  if (byHand || (controller !== gatewayController && controller !== meshController)) return;
  const { apiVersion, kind, metadata } = gateway;
  const labels = {
    ...metadata.labels,
    ...selectorOf(gateway),
    [`${gatewayGroup}/gateway-class-name`]: text(at(gateway, 'spec', 'gatewayClassName')),
    'gateway.istio.io/managed': controller.replace('/', '-'),
  };
  const ownerReferences = [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' }];
  const placed = { name, namespace, labels, ownerReferences };
  keep(store, rowOf('ServiceAccount'), { apiVersion: 'v1', kind: 'ServiceAccount', metadata: placed });
  keepDeployment(store, gateway, placed);
  const isInside = controller === meshController;
  keepService(
    store,
    gateway,
    placed,
    metadata.annotations?.['networking.istio.io/service-type'] ?? (isInside ? 'ClusterIP' : 'LoadBalancer'),
  );
}

const selectorOf = ({ metadata }: KubeObject) => ({ [`${gatewayGroup}/gateway-name`]: metadata.name });

interface Placed {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly ownerReferences: NonNullable<KubeObject['metadata']['ownerReferences']>;
}

/** How many there are is for people and autoscalers to say, and a restart is theirs as well: what is there already stays. */
function keepDeployment(store: Store, gateway: KubeObject, placed: Placed): void {
  const live = store.get(rowOf('Deployment'), placed.namespace, placed.name);
  const template = live?.spec?.['template'] ?? templateOf(placed.name, placed.labels);
  keep(store, rowOf('Deployment'), {
    ...live,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...placed },
    spec: { replicas: 1, ...live?.spec, selector: { matchLabels: selectorOf(gateway) }, template },
  });
}

function keepService(store: Store, gateway: KubeObject, placed: Placed, type: string): void {
  const row = rowOf('Service');
  const live = store.get(row, placed.namespace, placed.name);
  const spec = { ...live?.spec, type, selector: selectorOf(gateway), ports: portsOf(gateway) };
  keep(store, row, withDefaults(row, { ...live, apiVersion: 'v1', kind: 'Service', metadata: { ...placed }, spec }, live));
}

function templateOf(name: string, labels: Readonly<Record<string, string>>): unknown {
  return {
    metadata: {
      labels: {
        ...labels,
        'service.istio.io/canonical-name': name,
        'service.istio.io/canonical-revision': 'latest',
        'sidecar.istio.io/inject': 'false',
      },
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '15020', 'prometheus.io/path': '/stats/prometheus' },
    },
    spec: {
      serviceAccountName: name,
      containers: [
        {
          name: 'istio-proxy',
          image: proxyImage,
          ports: [
            { name: 'metrics', containerPort: 15_020, protocol: 'TCP' },
            { name: 'status-port', containerPort: 15_021, protocol: 'TCP' },
            { name: 'http-envoy-prom', containerPort: 15_090, protocol: 'TCP' },
          ],
        },
      ],
    },
  };
}

/** A port for health, and each port of the listeners once. */
function portsOf(gateway: KubeObject): readonly unknown[] {
  const ports = new Map<number, unknown>([[15_021, port('status-port', 15_021, 'tcp')]]);
  list(at(gateway, 'spec', 'listeners')).forEach((listener, index) => {
    const protocol = scalarText(at(listener, 'protocol')).toLowerCase();
    const number = Number(at(listener, 'port'));
    const name =
      text(at(listener, 'name'))
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]/g, '-') || `${protocol}-${index}`;
    if (!ports.has(number)) ports.set(number, port(name, number, protocol));
  });
  return [...ports.values()];
}

const port = (name: string, number: number, appProtocol: string) => ({
  name,
  port: number,
  protocol: 'TCP',
  targetPort: number,
  appProtocol,
});
