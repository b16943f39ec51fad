import type { KubeObject } from '@vigla/contract/objects';
import { at, text } from '../../json/json.ts';
import { rowsOfKind } from '../../resources/matrix.ts';
import type { Resource } from '../../resources/resource.ts';
import type { Store } from '../../store/store.ts';

export const gatewayGroup = 'gateway.networking.k8s.io';

const row = (kind: string): Resource => {
  const [found] = rowsOfKind(`${kind}.${gatewayGroup}`);
  if (!found) throw new Error(`The matrix has no ${kind} of the Gateway API.`);
  return found;
};

export const classRow = row('GatewayClass');
export const gatewayRow = row('Gateway');
export const grantRow = row('ReferenceGrant');
export const routeRows: readonly Resource[] = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'].map(row);

/** The controllers that Istio is, as GatewayClasses name them. Source: Istio documentation, "Kubernetes Gateway API". */
export const meshController = 'istio.io/mesh-controller';
export const gatewayController = 'istio.io/gateway-controller';
const unmanagedController = 'istio.io/unmanaged-gateway';
const controllers: readonly string[] = [gatewayController, unmanagedController, meshController];

/** The controller of Istio that looks after a Gateway; undefined where its class is not there or belongs to somebody else. */
export function controllerOf(store: Store, gateway: KubeObject): string | undefined {
  const found = store.get(classRow, undefined, text(at(gateway, 'spec', 'gatewayClassName')));
  const name = text(at(found, 'spec', 'controllerName'));
  return controllers.includes(name) ? name : undefined;
}

export const isOfIstio = (gatewayClass: KubeObject): boolean => controllers.includes(text(at(gatewayClass, 'spec', 'controllerName')));

/** The classes that Istio brings along where the Gateway API is installed. */
export const gatewayClasses = (creationTimestamp: string): readonly KubeObject[] =>
  (
    [
      ['istio', gatewayController, 'The default Istio GatewayClass'],
      ['istio-remote', unmanagedController, 'Remote to this cluster. Does not deploy or affect configuration.'],
      ['istio-waypoint', meshController, 'The default Istio waypoint GatewayClass'],
    ] as const
  ).map(([name, controllerName, description]) => ({
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'GatewayClass',
    metadata: { name, creationTimestamp, generation: 1 },
    spec: { controllerName, description },
  }));
