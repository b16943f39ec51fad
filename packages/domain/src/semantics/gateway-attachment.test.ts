import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import type { Attachment } from './gateway-attachment.ts';
import { gatewayApi, istio, namespace } from './test/draw.ts';
import { meshWith, shop } from './test/route.ts';
import { readAttachments } from './gateway-api.ts';

const gateway = (listeners: readonly object[], more: object = {}) =>
  gatewayApi('Gateway infra/gate', { gatewayClassName: 'istio', listeners, ...more });
const http = (more: object = {}) => ({ name: 'http', port: 80, protocol: 'HTTP', ...more });
const from = (where: string, more: object = {}) => ({ allowedRoutes: { namespaces: { from: where, ...more } } });
const open = gateway([http(from('All'))]);
const parent = { name: 'gate', namespace: 'infra' };
const route = (spec: object = {}, kind = 'HTTPRoute', where = 'bookinfo') =>
  gatewayApi(`${kind} ${where}/shop`, { parentRefs: [parent], ...spec });
const to = (ref: object, where?: string) => route({ rules: [{ backendRefs: [ref] }] }, 'HTTPRoute', where);
const ratings = { name: 'ratings', port: 9080 };
const grant = (spec: object, where = 'bookinfo') =>
  gatewayApi(`ReferenceGrant ${where}/g`, {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'clients' }],
    to: [{ group: '', kind: 'Service' }],
    ...spec,
  });
const foreign = { ...ratings, namespace: 'bookinfo' };

/** As the mesh has it, which is what stands in a status. */
function attached(objects: readonly KubeObject[]): readonly Attachment[] {
  const { attachments } = meshWith(objects).mesh;
  const plain = (one: Attachment) => ({ ...one, listeners: one.listeners.map(({ listener, hosts }) => [listener.name, ...hosts]) });
  expect(readAttachments([...shop, ...objects]).map(plain)).toEqual(attachments.map(plain));
  return attachments;
}

type Row = readonly [why: string, source: string, objects: readonly KubeObject[], expected: string];
const reasons = 'Gateway API: RouteConditionReason';
const allowed = 'Gateway API: AllowedRoutes';

const acceptance: readonly Row[] = [
  ['is taken', reasons, [open, route()], 'Accepted'],
  ['has no parent by that name', `${reasons}, NoMatchingParent`, [route()], 'NoMatchingParent'],
  [
    'looks for its parent in its own namespace by default',
    'Gateway API: ParentReference.namespace',
    [open, route({ parentRefs: [{ name: 'gate' }] })],
    'NoMatchingParent',
  ],
  [
    'finds no listener of the name',
    `${reasons}, NoMatchingParent`,
    [open, route({ parentRefs: [{ ...parent, sectionName: 'https' }] })],
    'NoMatchingParent',
  ],
  [
    'finds the listener of the name',
    'Gateway API: ParentReference.sectionName',
    [open, route({ parentRefs: [{ ...parent, sectionName: 'http' }] })],
    'Accepted',
  ],
  [
    'finds no listener of the port',
    `${reasons}, NoMatchingParent`,
    [open, route({ parentRefs: [{ ...parent, port: 81 }] })],
    'NoMatchingParent',
  ],
  ['is of the same namespace by default', `${allowed}.namespaces: Same by default`, [gateway([http()]), route()], 'NotAllowedByListeners'],
  [
    'is taken from the same namespace',
    `${allowed}.namespaces: Same`,
    [gateway([http(from('Same'))]), route({}, 'HTTPRoute', 'infra')],
    'Accepted',
  ],
  [
    'is taken from a namespace that is selected',
    `${allowed}.namespaces: Selector`,
    [namespace('bookinfo', { shop: 'yes' }), gateway([http(from('Selector', { selector: { matchLabels: { shop: 'yes' } } }))]), route()],
    'Accepted',
  ],
  [
    'is not taken from one that is not',
    `${allowed}.namespaces: Selector`,
    [namespace('bookinfo'), gateway([http(from('Selector', { selector: { matchLabels: { shop: 'yes' } } }))]), route()],
    'NotAllowedByListeners',
  ],
  [
    'is taken from a namespace selected by its name',
    'Kubernetes: label kubernetes.io/metadata.name',
    [gateway([http(from('Selector', { selector: { matchLabels: { 'kubernetes.io/metadata.name': 'bookinfo' } } }))]), route()],
    'Accepted',
  ],
  [
    'is taken by an expression',
    'Kubernetes: LabelSelector.matchExpressions',
    [
      namespace('bookinfo', { tier: 'b' }),
      gateway([
        http(
          from('Selector', {
            selector: {
              matchExpressions: [
                { key: 'tier', operator: 'In', values: ['a', 'b'] },
                { key: 'closed', operator: 'DoesNotExist' },
              ],
            },
          }),
        ),
      ]),
      route(),
    ],
    'Accepted',
  ],
  [
    'is not taken against an expression',
    'Kubernetes: LabelSelector.matchExpressions',
    [
      namespace('bookinfo', { tier: 'b' }),
      gateway([http(from('Selector', { selector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['b'] }] } }))]),
      route(),
    ],
    'NotAllowedByListeners',
  ],
  [
    'is of a kind the listener names',
    `${allowed}.kinds`,
    [gateway([http({ allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'GRPCRoute' }] } })]), route()],
    'NotAllowedByListeners',
  ],
  [
    'is of a kind that the protocol carries',
    'Gateway API: ProtocolType',
    [gateway([http({ protocol: 'TCP', ...from('All') })]), route()],
    'NotAllowedByListeners',
  ],
  ['of gRPC is carried by HTTP', 'Gateway API: ProtocolType', [open, route({}, 'GRPCRoute')], 'Accepted'],
  [
    'has a host that the listener has',
    'Gateway API: Listener.hostname',
    [gateway([http({ hostname: '*.example.com', ...from('All') })]), route({ hostnames: ['shop.example.com'] })],
    'Accepted',
  ],
  [
    'has none that it has',
    `${reasons}, NoMatchingListenerHostname`,
    [gateway([http({ hostname: '*.example.com', ...from('All') })]), route({ hostnames: ['shop.example.org'] })],
    'NoMatchingListenerHostname',
  ],
  [
    'has a wildcard around the listener',
    'Gateway API: Listener.hostname',
    [gateway([http({ hostname: 'shop.example.com', ...from('All') })]), route({ hostnames: ['*.example.com'] })],
    'Accepted',
  ],
  [
    'has all hosts of the listener where it names none',
    'Gateway API: HTTPRouteSpec.hostnames',
    [gateway([http({ hostname: 'shop.example.com', ...from('All') })]), route()],
    'Accepted',
  ],
  [
    'stands before a ServiceEntry',
    'Istio: ServiceEntry as parent of a route',
    [
      istio('ServiceEntry bookinfo/out', { hosts: ['api.example.com'] }),
      route({ parentRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'out' }] }),
    ],
    'Accepted',
  ],
  [
    'is taken by one of several listeners',
    'Gateway API: ParentReference',
    [gateway([http(), http({ name: 'two', port: 81, ...from('All') })]), route()],
    'Accepted',
  ],
  ['stands before a Service', 'Gateway API: GAMMA', [route({ parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }] })], 'Accepted'],
  [
    'stands before no Service by that name',
    'Gateway API: GAMMA',
    [route({ parentRefs: [{ group: '', kind: 'Service', name: 'nobody' }] })],
    'NoMatchingParent',
  ],
];

const resolution: readonly Row[] = [
  ['is there', reasons, [open, to(ratings)], 'ResolvedRefs'],
  ['is not there', `${reasons}, BackendNotFound`, [open, to({ name: 'nobody', port: 80 })], 'BackendNotFound'],
  ['is of a kind nobody knows', `${reasons}, InvalidKind`, [open, to({ ...ratings, kind: 'Bucket', group: 'x' })], 'InvalidKind'],
  ['has no port', `${reasons}, UnsupportedValue`, [open, to({ name: 'ratings' })], 'UnsupportedValue'],
  ['is of another namespace without leave', `${reasons}, RefNotPermitted`, [open, to(foreign, 'clients')], 'RefNotPermitted'],
  ['is of another namespace with leave', 'Gateway API: ReferenceGrant', [open, grant({}), to(foreign, 'clients')], 'ResolvedRefs'],
  [
    'has leave by its name',
    'Gateway API: ReferenceGrantTo.name',
    [open, grant({ to: [{ group: '', kind: 'Service', name: 'ratings' }] }), to(foreign, 'clients')],
    'ResolvedRefs',
  ],
  [
    'has leave for another name',
    'Gateway API: ReferenceGrantTo.name',
    [open, grant({ to: [{ group: '', kind: 'Service', name: 'reviews' }] }), to(foreign, 'clients')],
    'RefNotPermitted',
  ],
  [
    'has leave for another kind',
    'Gateway API: ReferenceGrantTo.kind',
    [open, grant({ to: [{ group: '', kind: 'Secret' }] }), to(foreign, 'clients')],
    'RefNotPermitted',
  ],
  [
    'has leave for routes of another namespace',
    'Gateway API: ReferenceGrantFrom',
    [open, grant({ from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'other' }] }), to(foreign, 'clients')],
    'RefNotPermitted',
  ],
  [
    'has leave that stands in the wrong namespace',
    'Gateway API: ReferenceGrant',
    [open, grant({}, 'clients'), to(foreign, 'clients')],
    'RefNotPermitted',
  ],
  [
    'is mirrored to and not there',
    `${reasons}, BackendNotFound`,
    [
      open,
      route({
        rules: [
          { backendRefs: [ratings], filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'nobody', port: 1 } } }] },
        ],
      }),
    ],
    'BackendNotFound',
  ],
];

describe('a route', () => {
  it.each(acceptance)('%s (%s)', (_, __, objects, expected) => {
    expect(attached(objects).map(({ accepted }) => accepted)).toEqual([expected]);
  });

  it('is attached to each of its parents for itself, with the hosts it answers for', () => {
    const objects = [
      gateway([
        http({ hostname: '*.example.com', ...from('All') }),
        http({ name: 'two', port: 81, hostname: 'b.example.com', ...from('All') }),
      ]),
      route({ parentRefs: [parent, { ...parent, sectionName: 'none' }], hostnames: ['a.example.com', 'b.example.com'] }),
    ];
    const short = attached(objects).map(({ index, accepted, listeners }) => [
      index,
      accepted,
      listeners.map(({ listener, hosts }) => [listener.name, ...hosts]),
    ]);
    expect(short).toEqual([
      [
        0,
        'Accepted',
        [
          ['http', 'a.example.com', 'b.example.com'],
          ['two', 'b.example.com'],
        ],
      ],
      [1, 'NoMatchingParent', []],
    ]);
  });

  it('leaves parents alone that are of another mesh, or of no kind it knows', () => {
    const other = gateway([http(from('All'))], { gatewayClassName: 'nginx' });
    const objects = [other, route({ parentRefs: [parent, { group: 'x', kind: 'Mesh', name: 'm' }] })];
    expect(attached(objects)).toEqual([]);
  });

  it('is not taken for one of the Gateway API by its kind alone', () => {
    expect(
      attached(
        [open, istio('HTTPRoute bookinfo/shop', { parentRefs: [parent] })].map((one) =>
          one.kind === 'HTTPRoute' ? { ...one, apiVersion: 'example.com/v1' } : one,
        ),
      ),
    ).toEqual([]);
  });
});

describe('the backend of a route', () => {
  it.each(resolution)('%s (%s)', (_, __, objects, expected) => {
    expect(attached(objects).map(({ resolved }) => resolved)).toEqual([expected]);
  });
});
