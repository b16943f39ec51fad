import type { KubeObject } from '@vigla/contract/objects';
import { isGatewayApi, readListeners, type Listener } from './gateway-listener.ts';
import { narrower } from './gateways.ts';
import { readConnectionRoute } from './connection-route.ts';
import { readGrpcRoute } from './grpc-route.ts';
import { readHttpRoute, type ReadRoute } from './http-route.ts';
import { number, text, texts, tree, trees, type Tree } from './read.ts';
import { createdMs, reference, type Reference, type Unsupported } from './reference.ts';
import type { Retry } from './retry.ts';
import { readBackendBook, type BackendBook, type BackendProblem } from './route-backend.ts';

/** What a route refers to as its parent, with everything written out. */
export interface Parent {
  readonly kind: 'Gateway' | 'Service' | 'ServiceEntry';
  readonly namespace: string;
  readonly name: string;
  readonly sectionName: string | null;
  readonly port: number | null;
}

/** Whether a parent takes a route. Source: Gateway API, RouteConditionReason. */
export type Acceptance = 'Accepted' | 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname';

/** What came of one entry of a route's `parentRefs`. */
export interface Attachment {
  readonly route: Reference;
  /** Place in `parentRefs`. */
  readonly index: number;
  readonly parent: Parent;
  readonly accepted: Acceptance;
  /** Whether all that the route refers to is there and may be used; the first reason why not. */
  readonly resolved: 'ResolvedRefs' | BackendProblem;
  /** Hosts of the Service or ServiceEntry that the route stands before. Empty for a Gateway. */
  readonly before: readonly string[];
  /** Listeners that took the route, with the hosts it answers for there. Empty for the others. */
  readonly listeners: readonly { readonly listener: Listener; readonly hosts: readonly string[] }[];
}

/** A route with all that came of it. */
export interface AttachedRoute {
  readonly object: KubeObject;
  readonly read: ReadRoute;
  readonly attachments: readonly Attachment[];
}

type Report = (unsupported: Unsupported) => void;

interface Book {
  readonly listeners: readonly Listener[];
  readonly backends: BackendBook;
  readonly gateways: ReadonlySet<string>;
  readonly retry: Retry;
  readonly report: Report;
}

const group = 'gateway.networking.k8s.io';

const readers: Readonly<Record<string, typeof readHttpRoute>> = {
  HTTPRoute: readHttpRoute,
  GRPCRoute: readGrpcRoute,
  TLSRoute: readConnectionRoute,
  TCPRoute: readConnectionRoute,
};

/**
 * Attaches routes to the listeners and Services they name. Parents of other meshes are left out.
 * Order: oldest route first, then by namespace and name.
 */
export function attachRoutes(objects: readonly KubeObject[], retry: Retry, report: Report): readonly AttachedRoute[] {
  const listeners = readListeners(objects, report);
  const backends = readBackendBook(objects);
  const foreign = objects
    .filter((one) => one.kind === 'Gateway' && isGatewayApi(one))
    .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
  const own = new Set(listeners.map(({ gateway }) => `${gateway.namespace}/${gateway.name}`));
  const book: Book = { listeners, backends, gateways: new Set(foreign.filter((key) => !own.has(key))), retry, report };
  return objects
    .filter((one) => Object.hasOwn(readers, one.kind) && isGatewayApi(one))
    .sort(byAgeAndName)
    .map((object) => attach(object, book));
}

/** Source: Gateway API, HTTPRouteRule: ties go to the oldest route, then to the first by `namespace/name`. */
function byAgeAndName(a: KubeObject, b: KubeObject): number {
  const name = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;
  return createdMs(a) - createdMs(b) || (name(a) < name(b) ? -1 : Number(name(a) > name(b)));
}

function attach(object: KubeObject, book: Book): AttachedRoute {
  const route = reference(object);
  const tell = (path: string, detail: string): void => book.report({ object: route, path, detail });
  const reading = { object: route, book: book.backends, retry: book.retry, tell };
  const spec = tree(object.spec);
  const read = (readers[object.kind] ?? readHttpRoute)(spec, reading);
  const attachments = trees(spec['parentRefs']).flatMap((ref, index) => {
    const parent = readParent(ref, route.namespace);
    // A Gateway of somebody else's class is theirs to accept.
    if (!parent || (parent.kind === 'Gateway' && book.gateways.has(`${parent.namespace}/${parent.name}`))) return [];
    const taken = parent.kind === 'Gateway' ? atGateway(object, parent, book.listeners) : beforeService(parent, book.backends);
    return [{ route, index, parent, resolved: read.problems[0] ?? ('ResolvedRefs' as const), ...taken }];
  });
  return { object, read, attachments };
}

function readParent(ref: Tree, namespace: string): Parent | null {
  const refGroup = text(ref['group']) ?? group;
  const kind = text(ref['kind']) ?? 'Gateway';
  const ours = parentKinds.find((one) => one.kind === kind && one.group === refGroup);
  if (!ours) return null;
  return {
    kind: ours.kind,
    namespace: text(ref['namespace']) ?? namespace,
    name: text(ref['name']) ?? '',
    sectionName: text(ref['sectionName']) ?? null,
    port: number(ref['port']) ?? null,
  };
}

/** Source: Gateway API, ParentReference; GAMMA; Istio takes ServiceEntries too. */
const parentKinds = [
  { group, kind: 'Gateway' },
  { group: '', kind: 'Service' },
  { group: 'networking.istio.io', kind: 'ServiceEntry' },
] as const;

type Taken = Pick<Attachment, 'accepted' | 'before' | 'listeners'>;

const without = (accepted: Acceptance): Taken => ({ accepted, before: [], listeners: [] });

/** Each step leaves fewer listeners; the step that leaves none is the reason. */
function atGateway(object: KubeObject, parent: Parent, all: readonly Listener[]): Taken {
  const { namespace = '' } = object.metadata;
  const meant = all.filter(
    ({ gateway, name, port }) =>
      gateway.namespace === parent.namespace &&
      gateway.name === parent.name &&
      (parent.sectionName === null || parent.sectionName === name) &&
      (parent.port === null || parent.port === port),
  );
  if (meant.length === 0) return without('NoMatchingParent');
  const allowing = meant.filter(({ kinds, takes }) => kinds.includes(object.kind) && takes(namespace));
  if (allowing.length === 0) return without('NotAllowedByListeners');
  const written = texts(tree(object.spec)['hostnames']).map((host) => host.toLowerCase());
  const listeners = allowing
    .map((listener) => ({ listener, hosts: (written.length > 0 ? written : ['*']).flatMap((host) => narrower(listener.host, host) ?? []) }))
    .filter(({ hosts }) => hosts.length > 0);
  return listeners.length > 0 ? { accepted: 'Accepted', before: [], listeners } : without('NoMatchingListenerHostname');
}

function beforeService({ kind, namespace, name }: Parent, { named }: BackendBook): Taken {
  const hosts = named.get(`${kind} ${namespace}/${name}`);
  return hosts ? { accepted: 'Accepted', before: hosts, listeners: [] } : without('NoMatchingParent');
}
