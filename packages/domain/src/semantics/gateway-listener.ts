import type { KubeObject } from '@vigla/contract/objects';
import type { GatewayServer } from './gateways.ts';
import { list, number, text, texts, tree, trees, labels as labelsOf, type Tree } from './read.ts';
import { byAge, reference, type Reference, type Unsupported } from './reference.ts';

const group = 'gateway.networking.k8s.io';

export const isGatewayApi = ({ apiVersion }: KubeObject): boolean => apiVersion.startsWith(`${group}/`);

/** One listener of a Gateway of the Gateway API. */
export interface Listener {
  readonly gateway: Reference;
  readonly name: string;
  /** Where it stands in its object. */
  readonly path: string;
  readonly port: number;
  readonly protocol: string;
  /** `*` for any. */
  readonly host: string;
  readonly tls: GatewayServer['tls'];
  /** Kinds of routes it takes. */
  readonly kinds: readonly string[];
  /** Whether it takes routes of a namespace. */
  readonly takes: (namespace: string) => boolean;
}

/** What rules call a listener. */
export const serverKey = ({ gateway, name }: Pick<Listener, 'gateway' | 'name'>): string =>
  `${group}/${gateway.namespace}/${gateway.name}/${name}`;

/** Gateways whose class is one of the mesh's: by its well-known name, or by the class's controller. Order: oldest first. */
export function meshGateways(objects: readonly KubeObject[]): readonly KubeObject[] {
  const classes = new Set(
    objects
      .filter((one) => one.kind === 'GatewayClass' && text(tree(one.spec)['controllerName']) === 'istio.io/gateway-controller')
      .map(({ metadata }) => metadata.name),
  );
  return objects
    .filter((one) => one.kind === 'Gateway' && isGatewayApi(one))
    .filter(({ spec }) => {
      const name = text(tree(spec)['gatewayClassName']) ?? '';
      return name === 'istio' || classes.has(name);
    })
    .sort(byAge);
}

type Report = (unsupported: Unsupported) => void;

/** Classes of Istio's that mean other things than a gateway at the edge. */
const otherClasses = new Set(['istio-waypoint', 'istio-east-west', 'istio-remote']);

/** The listeners of all Gateways of the mesh. */
export function readListeners(objects: readonly KubeObject[], report: Report): readonly Listener[] {
  const namespaces = new Map(
    objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels ?? {}]),
  );
  for (const object of objects) {
    const name = text(tree(object.spec)['gatewayClassName']) ?? '';
    if (object.kind !== 'Gateway' || !isGatewayApi(object) || !otherClasses.has(name)) continue;
    report({ object: reference(object), path: 'spec.gatewayClassName', detail: `${name} is not followed` });
  }
  return meshGateways(objects).flatMap((object) => {
    if (list(tree(object.spec)['addresses']).length > 0) {
      report({ object: reference(object), path: 'spec.addresses', detail: 'is not followed: pods are found by their label' });
    }
    return trees(tree(object.spec)['listeners']).map((listener, index) => readListener(object, listener, { index, namespaces }));
  });
}

type Labels = Readonly<Record<string, string>>;

interface Place {
  readonly index: number;
  readonly namespaces: ReadonlyMap<string, Labels>;
}

function readListener(object: KubeObject, listener: Tree, { index, namespaces }: Place): Listener {
  const protocol = text(listener['protocol'])?.toUpperCase() ?? 'HTTP';
  const allowed = tree(listener['allowedRoutes']);
  const named = trees(allowed['kinds']).map((one) => text(one['kind']) ?? '');
  return {
    gateway: reference(object),
    name: text(listener['name']) ?? '',
    path: `spec.listeners[${index}]`,
    port: number(listener['port']) ?? 0,
    protocol,
    host: text(listener['hostname'])?.toLowerCase() || '*',
    tls:
      protocol !== 'HTTPS' && protocol !== 'TLS'
        ? 'none'
        : text(tree(listener['tls'])['mode']) === 'Passthrough'
          ? 'passthrough'
          : 'terminate',
    kinds: named.length > 0 ? named : (kindsOf[protocol] ?? []),
    takes: takesFrom(tree(allowed['namespaces']), object.metadata.namespace ?? '', namespaces),
  };
}

/** Source: Gateway API, ProtocolType: routes that fit a listener where it names none. */
const kindsOf: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

function takesFrom(namespaces: Tree, own: string, all: ReadonlyMap<string, Labels>): (namespace: string) => boolean {
  switch (text(namespaces['from']) ?? 'Same') {
    case 'All':
      return () => true;
    case 'Selector':
      // Every namespace carries its own name as a label, also where it is not written.
      return (namespace) =>
        meetsSelector(tree(namespaces['selector']), { 'kubernetes.io/metadata.name': namespace, ...all.get(namespace) });
    case 'None':
      return () => false;
    default:
      return (namespace) => namespace === own;
  }
}

/** Source: Kubernetes, LabelSelector: all labels and all expressions must hold; an empty one selects everything. */
export function meetsSelector(selector: Tree, labels: Labels): boolean {
  const plain = Object.entries(labelsOf(selector['matchLabels'])).every(([name, value]) => labels[name] === value);
  return plain && trees(selector['matchExpressions']).every((expression) => meetsExpression(expression, labels));
}

function meetsExpression({ key, operator, values }: Tree, labels: Labels): boolean {
  const own = labels[text(key) ?? ''];
  switch (operator) {
    case 'In':
      return own !== undefined && texts(values).includes(own);
    case 'NotIn':
      return own === undefined || !texts(values).includes(own);
    case 'Exists':
      return own !== undefined;
    case 'DoesNotExist':
      return own === undefined;
    default:
      return false;
  }
}

/**
 * The listener as a server of the pods it is for.
 * Source: Istio, automated deployment: pods of a gateway carry the label `gateway.networking.k8s.io/gateway-name`.
 */
export const serverOf = (listener: Listener): GatewayServer => ({
  gateway: serverKey(listener),
  object: listener.gateway,
  path: listener.path,
  port: listener.port,
  carries: /^HTTPS?$/.test(listener.protocol) ? 'requests' : 'connections',
  tls: listener.tls,
  redirects: false,
  hosts: [{ namespace: '*', host: listener.host }],
  selector: { 'gateway.networking.k8s.io/gateway-name': listener.gateway.name },
  namespace: listener.gateway.namespace,
});
