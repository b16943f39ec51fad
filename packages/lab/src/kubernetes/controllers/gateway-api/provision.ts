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
  const served = serviceOf(gateway);
  if (served.byHand || (controller !== gatewayController && controller !== meshController)) return;
  const { namespace, name } = served;
  const gatewayLabel = { [`${gatewayGroup}/gateway-name`]: gateway.metadata.name };
  const labels = {
    ...gateway.metadata.labels,
    ...gatewayLabel,
    [`${gatewayGroup}/gateway-class-name`]: text(at(gateway, 'spec', 'gatewayClassName')),
    'gateway.istio.io/managed': controller.replace('/', '-'),
  };
  const { apiVersion, kind, metadata } = gateway;
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
  const placed = { name, namespace, labels, ownerReferences: [owner] };
  keep(store, rowOf('ServiceAccount'), { apiVersion: 'v1', kind: 'ServiceAccount', metadata: placed });
  const live = store.get(rowOf('Deployment'), namespace, name);
  keep(store, rowOf('Deployment'), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: placed,
    // How many there are is for people and autoscalers to say.
    spec: {
      replicas: 1,
      ...live?.spec,
      selector: { matchLabels: gatewayLabel },
      template: live?.spec?.['template'] ?? templateOf(name, labels),
    },
    ...(live?.status ? { status: live.status } : {}),
  });
  const before = store.get(rowOf('Service'), namespace, name);
  const type =
    gateway.metadata.annotations?.['networking.istio.io/service-type'] ?? (controller === meshController ? 'ClusterIP' : 'LoadBalancer');
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: placed,
    spec: { ...before?.spec, type, selector: gatewayLabel, ports: portsOf(gateway) },
    ...(before?.status ? { status: before.status } : {}),
  };
  keep(store, rowOf('Service'), withDefaults(rowOf('Service'), service, before));
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
