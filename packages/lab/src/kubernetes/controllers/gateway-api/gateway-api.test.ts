import type { KubeObject } from '@vigla/contract/objects';
import { expect, it } from 'vitest';
import { at, list } from '../../json/json.ts';
import { ask, startTrial } from '../../trial.ts';
import { overlap } from './attachment.ts';

const group = 'gateway.networking.k8s.io';
const gateway = (listeners: readonly object[], more: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: `${group}/v1`,
  kind: 'Gateway',
  metadata: { name: 'door', namespace: 'bookinfo', uid: 'door-uid', generation: 1 },
  spec: { gatewayClassName: 'istio', listeners: [...listeners], ...more },
});
const http = (more: object = {}) => ({ name: 'http', port: 80, protocol: 'HTTP', ...more });
const route = (parentRef: object, more: Record<string, unknown> = {}, namespace = 'bookinfo', kind = 'HTTPRoute'): KubeObject => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name: 'web', namespace, generation: 3 },
  spec: { parentRefs: [parentRef], rules: [{ backendRefs: [{ name: 'reviews', port: 80 }] }], ...more },
});
const service = (name: string, namespace: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { ports: [{ port: 80 }], selector: { app: name } },
});
const grant = (from: object, to: object, namespace: string): KubeObject => ({
  apiVersion: `${group}/v1beta1`,
  kind: 'ReferenceGrant',
  metadata: { name: 'grant', namespace },
  spec: { from: [from], to: [to] },
});
const named = (objects: readonly KubeObject[], name: string) => objects.find(({ metadata }) => metadata.name === name);
const conditionsOf = (from: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    list(at(from, 'conditions')).map((one) => [String(at(one, 'type')), `${String(at(one, 'status'))} ${String(at(one, 'reason'))}`]),
  );

/** What is said of the route at its first parent, and how many routes hang on each listener. */
async function said(objects: readonly KubeObject[]) {
  await using cluster = await startTrial([service('reviews', 'bookinfo'), ...objects]);
  const [found] = ['HTTPRoute', 'TCPRoute'].flatMap((kind) => cluster.store.list(kind));
  const [parent] = list(at(found, 'status', 'parents'));
  const [door] = cluster.store.list(`Gateway.${group}`);
  return {
    parent: parent === undefined ? undefined : conditionsOf(parent),
    attached: list(at(door, 'status', 'listeners')).map((one) => at(one, 'attachedRoutes')),
  };
}

const accepted = { Accepted: 'True Accepted', ResolvedRefs: 'True ResolvedRefs' };
const door = { name: 'door' };
const across = { kind: 'HTTPRoute', group, namespace: 'bookinfo' };
const elsewhere = { rules: [{ backendRefs: [{ name: 'far', namespace: 'default', port: 80 }] }] };
const fromAll = { allowedRoutes: { namespaces: { from: 'All' } } };
const fromLabelled = { allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { 'istio-injection': 'enabled' } } } } };
const two = [http({ name: 'a', hostname: 'a.example.org' }), http({ name: 'b', hostname: '*.example.com', port: 81 })];

it.each<[because: string, objects: readonly KubeObject[], parent: object | undefined, attached: readonly number[]]>([
  ['everything fits', [gateway([http()]), route(door)], accepted, [1]],
  ['it fits two listeners', [gateway(two), route(door)], accepted, [1, 1]],
  ['one of its hostnames fits', [gateway(two), route(door, { hostnames: ['x.example.com', 'other'] })], accepted, [0, 1]],
  ['it names a listener', [gateway(two), route({ name: 'door', sectionName: 'b' })], accepted, [0, 1]],
  ['it names a port', [gateway(two), route({ name: 'door', port: 80 })], accepted, [1, 0]],
  [
    'its listener is not there',
    [gateway([http()]), route({ name: 'door', sectionName: 'tls' })],
    { ...accepted, Accepted: 'False NoMatchingParent' },
    [0],
  ],
  [
    'its port is not there',
    [gateway([http()]), route({ name: 'door', port: 8080 })],
    { ...accepted, Accepted: 'False NoMatchingParent' },
    [0],
  ],
  [
    'no hostname fits',
    [gateway(two), route(door, { hostnames: ['x'] })],
    { ...accepted, Accepted: 'False NoMatchingListenerHostname' },
    [0, 0],
  ],
  [
    'its namespace may not attach',
    [gateway([http()]), route({ name: 'door', namespace: 'bookinfo' }, { rules: [] }, 'default')],
    { ...accepted, Accepted: 'False NotAllowedByListeners' },
    [0],
  ],
  [
    'all namespaces may attach',
    [gateway([http(fromAll)]), route({ name: 'door', namespace: 'bookinfo' }, { rules: [] }, 'default')],
    accepted,
    [1],
  ],
  ['namespaces with a label may attach', [gateway([http(fromLabelled)]), route(door)], accepted, [1]],
  [
    'its namespace has not the label',
    [gateway([http(fromLabelled)]), route({ name: 'door', namespace: 'bookinfo' }, { rules: [] }, 'default')],
    { ...accepted, Accepted: 'False NotAllowedByListeners' },
    [0],
  ],
  [
    'its kind is not the one of the protocol',
    [gateway([http()]), route(door, {}, 'bookinfo', 'TCPRoute')],
    { ...accepted, Accepted: 'False NotAllowedByListeners' },
    [0],
  ],
  ['its parent is a service', [route({ kind: 'Service', group: '', name: 'reviews' })], accepted, []],
  [
    'its parent is a service that is not there',
    [route({ kind: 'Service', group: '', name: 'nobody' })],
    { ...accepted, Accepted: 'False NoMatchingParent' },
    [],
  ],
  ['its gateway is not there', [route(door)], undefined, []],
  ['its gateway is of another maker', [gateway([http()], { gatewayClassName: 'nginx' }), route(door)], undefined, []],
  [
    'its backend is not there',
    [gateway([http()]), route(door, { rules: [{ backendRefs: [{ name: 'nobody', port: 80 }] }] })],
    { ...accepted, ResolvedRefs: 'False BackendNotFound' },
    [1],
  ],
  [
    'its backend is of a kind nobody serves',
    [gateway([http()]), route(door, { rules: [{ backendRefs: [{ kind: 'Bucket', group: 'storage.example.org', name: 'x' }] }] })],
    { ...accepted, ResolvedRefs: 'False InvalidKind' },
    [1],
  ],
  [
    'it mirrors to what is not there',
    [
      gateway([http()]),
      route(door, { rules: [{ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'nobody', port: 80 } } }] }] }),
    ],
    { ...accepted, ResolvedRefs: 'False BackendNotFound' },
    [1],
  ],
  [
    'its backend lies elsewhere',
    [gateway([http()]), service('far', 'default'), route(door, elsewhere)],
    { ...accepted, ResolvedRefs: 'False RefNotPermitted' },
    [1],
  ],
  [
    'its backend lies elsewhere, with leave',
    [gateway([http()]), service('far', 'default'), route(door, elsewhere), grant(across, { group: '', kind: 'Service' }, 'default')],
    accepted,
    [1],
  ],
  [
    'leave was given for another service',
    [
      gateway([http()]),
      service('far', 'default'),
      route(door, elsewhere),
      grant(across, { group: '', kind: 'Service', name: 'near' }, 'default'),
    ],
    { ...accepted, ResolvedRefs: 'False RefNotPermitted' },
    [1],
  ],
])('tells a route: %s', async (_, objects, parent, attached) => {
  expect(await said(objects)).toEqual({ parent, attached });
});

const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert', namespace: 'bookinfo' } };
const https = (ref: object | undefined) => ({ name: 'https', port: 443, protocol: 'HTTPS', tls: ref ? { certificateRefs: [ref] } : {} });
const fine = {
  Accepted: 'True Accepted',
  Conflicted: 'False NoConflicts',
  Programmed: 'True Programmed',
  ResolvedRefs: 'True ResolvedRefs',
};

it.each<[because: string, listeners: readonly object[], last: object, own: object]>([
  ['all is well', [http()], fine, { Accepted: 'True Accepted' }],
  ['its certificate is there', [https({ name: 'cert' })], fine, { Accepted: 'True Accepted' }],
  [
    'its certificate is not there',
    [http(), https({ name: 'lost' })],
    { ...fine, Programmed: 'False Invalid', ResolvedRefs: 'False InvalidCertificateRef' },
    { Accepted: 'True ListenersNotValid' },
  ],
  [
    'it names no certificate',
    [https(undefined)],
    { ...fine, Programmed: 'False Invalid', ResolvedRefs: 'False InvalidCertificateRef' },
    { Accepted: 'False ListenersNotValid' },
  ],
  [
    'its certificate lies elsewhere',
    [http(), https({ name: 'cert', namespace: 'default' })],
    { ...fine, Programmed: 'False Invalid', ResolvedRefs: 'False RefNotPermitted' },
    { Accepted: 'True ListenersNotValid' },
  ],
  [
    'nobody speaks its protocol',
    [http(), { name: 'udp', port: 53, protocol: 'UDP' }],
    { ...fine, Accepted: 'False UnsupportedProtocol', Programmed: 'False Invalid' },
    { Accepted: 'True ListenersNotValid' },
  ],
  [
    'another has its hostname',
    [http(), http({ name: 'again' })],
    { ...fine, Conflicted: 'True HostnameConflict', Programmed: 'False Invalid' },
    { Accepted: 'True ListenersNotValid' },
  ],
  [
    'another speaks another protocol on its port',
    [http(), { name: 'tcp', port: 80, protocol: 'TCP' }],
    { ...fine, Conflicted: 'True ProtocolConflict', Programmed: 'False Invalid' },
    { Accepted: 'True ListenersNotValid' },
  ],
  [
    'it allows a kind that does not fit',
    [http({ allowedRoutes: { kinds: [{ kind: 'TCPRoute' }] } })],
    { ...fine, Programmed: 'False Invalid', ResolvedRefs: 'False InvalidRouteKinds' },
    { Accepted: 'False ListenersNotValid' },
  ],
])('tells a listener: %s', async (_, listeners, last, own) => {
  await using cluster = await startTrial([secret, gateway(listeners)]);
  const [found] = cluster.store.list(`Gateway.${group}`);
  expect(conditionsOf(list(at(found, 'status', 'listeners')).at(-1))).toEqual(last);
  expect(conditionsOf(found?.status)).toEqual({ Programmed: 'True Programmed', ...own });
});

it('gives a gateway what carries its requests, and takes it away again', async () => {
  await using cluster = await startTrial([
    gateway([http(), http({ name: 'more', hostname: 'b' }), { name: 'tcp', port: 9000, protocol: 'TCP' }]),
  ]);
  const { store } = cluster;
  expect(named(store.list('Deployment'), 'door-istio')).toMatchObject({ status: { readyReplicas: 1 } });
  expect(store.list('Pod')).toMatchObject([
    {
      metadata: { labels: { [`${group}/gateway-name`]: 'door', 'gateway.istio.io/managed': 'istio.io-gateway-controller' } },
      spec: { containers: [{ name: 'istio-proxy' }], serviceAccountName: 'door-istio' },
    },
  ]);
  expect(named(store.list('Service'), 'door-istio')?.spec).toMatchObject({
    type: 'LoadBalancer',
    clusterIP: expect.stringMatching(/^10\.96\./),
    ports: [{ port: 15_021 }, { name: 'http', port: 80 }, { name: 'tcp', port: 9000 }],
  });
  expect(named(store.list('Endpoints'), 'door-istio')).toMatchObject({ subsets: [{ addresses: [{}] }] });
  const address = { type: 'IPAddress', value: expect.stringMatching(/^203\.0\.113\./) };
  expect(store.list(`Gateway.${group}`)).toMatchObject([{ status: { addresses: [address] } }]);
  await ask(cluster, 'DELETE', `/apis/${group}/v1/namespaces/bookinfo/gateways/door`);
  expect([...store.list('Deployment'), ...store.list('Pod'), ...store.list('Service'), ...store.list('Endpoints')]).toEqual([]);
});

it.each<[because: string, more: Record<string, unknown>, programmed: string, addresses: readonly object[]]>([
  [
    'deployed by hand',
    { addresses: [{ value: 'ingress.istio-system.svc.cluster.local', type: 'Hostname' }] },
    'True Programmed',
    [{ type: 'Hostname' }],
  ],
  ['sent where nothing is', { addresses: [{ value: 'nobody.istio-system.svc.cluster.local', type: 'Hostname' }] }, 'False Invalid', []],
])('gives nothing to a gateway that is %s', async (_, more, programmed, addresses) => {
  await using cluster = await startTrial([service('ingress', 'istio-system'), gateway([http()], more)]);
  const [found] = cluster.store.list(`Gateway.${group}`);
  expect(conditionsOf(found?.status)).toMatchObject({ Programmed: programmed });
  expect(found?.status).toMatchObject({ addresses });
  expect(cluster.store.list('Deployment')).toEqual([]);
});

it('makes a waypoint that is reached inside the cluster', async () => {
  const mesh = { name: 'mesh', port: 15_008, protocol: 'HBONE' };
  await using cluster = await startTrial([gateway([mesh], { gatewayClassName: 'istio-waypoint' })]);
  expect(named(cluster.store.list('Service'), 'door')?.spec).toMatchObject({ type: 'ClusterIP' });
  expect(cluster.store.list(`Gateway.${group}`)).toMatchObject([
    { status: { addresses: [{ type: 'Hostname', value: 'door.bookinfo.svc.cluster.local' }] } },
  ]);
});

it('follows what is written: a backend that appears, and a route that goes', async () => {
  await using cluster = await startTrial([gateway([http()]), route(door)]);
  const resolved = () => conditionsOf(list(at(cluster.store.list('HTTPRoute')[0], 'status', 'parents'))[0])['ResolvedRefs'];
  expect(resolved()).toBe('False BackendNotFound');
  await ask(cluster, 'POST', '/api/v1/namespaces/bookinfo/services', { body: service('reviews', 'bookinfo') });
  expect(resolved()).toBe('True ResolvedRefs');
  await ask(cluster, 'DELETE', `/apis/${group}/v1/namespaces/bookinfo/httproutes/web`);
  const [found] = cluster.store.list(`Gateway.${group}`);
  expect(list(at(found, 'status', 'listeners')).map((one) => at(one, 'attachedRoutes'))).toEqual([0]);
});

it('keeps the instant of what stays as it is, and writes nothing then', async () => {
  await using cluster = await startTrial([gateway([http()]), route(door), service('reviews', 'bookinfo')]);
  const before = cluster.store.list('HTTPRoute');
  cluster.clock.ms += 60_000;
  await ask(cluster, 'POST', '/api/v1/namespaces/default/services', { body: service('other', 'default') });
  expect(cluster.store.list('HTTPRoute')).toEqual(before);
});

it('leaves what other makers say of a route', async () => {
  const foreign = { parentRef: { name: 'other' }, controllerName: 'example.org/other', conditions: [] };
  await using cluster = await startTrial([gateway([http()]), { ...route(door), status: { parents: [foreign] } }]);
  expect(cluster.store.list('HTTPRoute')).toMatchObject([{ status: { parents: [foreign, { parentRef: door }] } }]);
});

it('accepts the classes of Istio and no others', async () => {
  const other = {
    apiVersion: `${group}/v1`,
    kind: 'GatewayClass',
    metadata: { name: 'nginx' },
    spec: { controllerName: 'example.org/nginx' },
  };
  await using cluster = await startTrial([other]);
  expect(cluster.store.list('GatewayClass').map(({ metadata, status }) => [metadata.name, conditionsOf(status)['Accepted']])).toEqual([
    ['istio', 'True Accepted'],
    ['istio-remote', 'True Accepted'],
    ['istio-waypoint', 'True Accepted'],
    ['nginx', undefined],
  ]);
});

it.each([
  ['a', 'a', true],
  ['a', '', true],
  ['a.example.org', '*.example.org', true],
  ['*.example.org', 'b.a.example.org', true],
  ['example.org', '*.example.org', false],
  ['*.a.org', '*.b.org', false],
])('knows whether %s and "%s" have a name in common', (a, b, common) => {
  expect([overlap(a, b), overlap(b, a)]).toEqual([common, common]);
});
