import type { KubeObject } from '@vigla/contract/objects';
import { controlPlane } from '../control-plane.ts';
import { object, type Told } from '../object.ts';
import { rolesFor } from '../roles.ts';
import { deployment } from '../running.ts';
import { service } from '../service.ts';
import { space } from '../space.ts';
import { doorsOf, hostOf, type Door } from './doors.ts';
import { teamOf } from './names.ts';
import type { Part, Plan } from './plan.ts';

const days = 86_400_000;

/** What a service listens on. */
export const ports = { http: 8080, grpc: 9090, tcp: 5432 } as const;

/** A generated mesh as a cluster holds it. */
export function scaleObjects(plan: Plan, { nowMs, seed }: { readonly nowMs: number; readonly seed: number }): readonly KubeObject[] {
  const told: Told = { seed, writes: [{ by: 'helm', atMs: nowMs - 9 * days }] };
  let addresses = 0;
  return [
    ...controlPlane({ seed, writes: [{ by: 'istioctl', atMs: nowMs - 30 * days }] }),
    ...rolesFor(plan.namespaces[0] ?? 'default', told),
    ...plan.namespaces.map((name, index) => space(name, { 'istio-injection': 'enabled', team: teamOf(index) }, told)),
    ...plan.parts.flatMap((part, index) => {
      const made = partObjects(part, { index, addresses }, told);
      addresses += part.instances * part.versions.length;
      return made;
    }),
    gateway(told),
    ...doorsOf(plan).map((door) => doorRoute(door, told)),
  ];
}

/** `addresses`: how many have been given to pods. */
function partObjects(part: Part, { index, addresses }: { index: number; addresses: number }, told: Told): readonly KubeObject[] {
  const { name, namespace, protocol, versions, instances, sidecar } = part;
  return [
    object({ apiVersion: 'v1', kind: 'ServiceAccount', name, namespace, body: {} }, told),
    service({ namespace, name, selector: { app: name }, ports: [{ name: protocol, port: ports[protocol] }], address: index }, told),
    ...versions.flatMap((version, nth) =>
      deployment(
        {
          namespace,
          name: `${name}-${version}`,
          app: name,
          version,
          image: `docker.io/example/${name}:1.${nth}`,
          port: ports[protocol],
          replicas: instances,
          serviceAccount: name,
          proxy: sidecar ? 'sidecar' : null,
          ...(!sidecar && { podLabels: { 'sidecar.istio.io/inject': 'false' } }),
          addresses: addresses + nth * instances,
          writes: told.writes,
        },
        told.seed,
      ),
    ),
    ...(versions.length > 1 ? canary(part, told) : []),
  ];
}

/** A second version gets a tenth of the requests. */
function canary({ name, namespace, versions }: Part, told: Told): readonly KubeObject[] {
  const route = versions.map((subset, nth) => ({ destination: { host: name, subset }, weight: nth === 0 ? 90 : 10 }));
  const subsets = versions.map((version) => ({ name: version, labels: { version } }));
  return [
    istio('DestinationRule', { name, namespace, spec: { host: name, subsets } }, told),
    istio('VirtualService', { name, namespace, spec: { hosts: [name], http: [{ route }] } }, told),
  ];
}

const gateway = (told: Told): KubeObject =>
  istio(
    'Gateway',
    {
      name: 'doors',
      namespace: 'istio-system',
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.scale.example.com'] }],
      },
    },
    told,
  );

const doorRoute = ({ host, entries }: Door, told: Told): KubeObject =>
  istio(
    'VirtualService',
    {
      name: host.split('.')[0] ?? host,
      namespace: 'istio-system',
      spec: {
        hosts: [host],
        gateways: ['doors'],
        http: [
          { route: entries.map(({ part, weight }) => ({ destination: { host: hostOf(part), port: { number: ports.http } }, weight })) },
        ],
      },
    },
    told,
  );

const istio = (
  kind: string,
  { name, namespace, spec }: { readonly name: string; readonly namespace: string; readonly spec: object },
  told: Told,
): KubeObject => object({ apiVersion: 'networking.istio.io/v1', kind, name, namespace, body: { spec } }, told);
