import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import type { Step } from './explanation.ts';
import { unknown } from './known.ts';
import { classOf, type RequestClass } from './request-class.ts';
import { call, gatewayApi, istio, service, workload } from './test/draw.ts';
import { meshWith, subsets, to, virtual } from './test/route.ts';

/** A step in short: `route bookinfo/reviews spec.http[0] matches`. */
const brief = ({ stage, object, path, verdict }: Step): string =>
  [stage, object && `${object.kind} ${object.name}`, path, verdict].filter((part) => part !== null).join(' ');

function explained(objects: readonly KubeObject[], request: RequestClass = classOf(call('reviews')), from?: string): readonly Step[] {
  const { mesh, caller } = meshWith(objects, from);
  return mesh.explainRoute(caller, request);
}

type Row = readonly [why: string, objects: readonly KubeObject[], steps: readonly string[], request?: RequestClass, caller?: string];

const jason = { match: [{ headers: { 'end-user': { exact: 'jason' } } }, { uri: { exact: '/j' } }], route: [to('v2')] };
const sent = ['destination VirtualService reviews spec.http[1] sent_to', 'endpoints Service reviews ready'];
const rows: readonly Row[] = [
  ['the default route', [], ['listener host_known', 'route default_route', 'destination sent_to', 'endpoints Service reviews ready']],
  [
    'each match of the rules before the one that decides',
    [subsets, virtual([jason, { route: [to('v1')] }])],
    [
      'listener host_known',
      'route VirtualService reviews spec.hosts owns_host',
      'route VirtualService reviews spec.http[0].match[0] does_not_match',
      'route VirtualService reviews spec.http[0].match[1] does_not_match',
      'route VirtualService reviews spec.http[1] matches_everything',
      'destination DestinationRule reviews sent_to',
      'endpoints Service reviews ready',
    ],
  ],
  [
    'who would have liked to own the host',
    [virtual([{ route: [to()] }]), virtual([], {}, 'bookinfo/younger')],
    [
      'listener host_known',
      'route VirtualService reviews spec.hosts owns_host',
      'route VirtualService younger spec.hosts host_has_owner',
      'route VirtualService reviews spec.http[0] matches_everything',
      'destination VirtualService reviews spec.http[0] sent_to',
      'endpoints Service reviews ready',
    ],
  ],
  [
    'faults, rewrites and subsets that nobody defines',
    [virtual([{ fault: { abort: { httpStatus: 500, percentage: { value: 5 } } }, rewrite: { uri: '/x' }, route: [to('v1')] }])],
    [
      'listener host_known',
      'route VirtualService reviews spec.hosts owns_host',
      'route VirtualService reviews spec.http[0] matches_everything',
      'route VirtualService reviews spec.http[0] rewritten',
      'fault VirtualService reviews spec.http[0] injected',
      'destination VirtualService reviews spec.http[0] subset_missing',
    ],
  ],
  [
    'every way that is possible',
    [virtual([jason, { route: [to()] }])],
    [
      'listener host_known',
      'route VirtualService reviews spec.hosts owns_host',
      'route VirtualService reviews spec.http[0].match[0] may_match',
      'route VirtualService reviews spec.http[0].match[1] does_not_match',
      'route VirtualService reviews spec.http[1] matches_everything',
      'destination VirtualService reviews spec.http[0] subset_missing',
      ...sent,
    ],
    { ...classOf(call('reviews')), headers: unknown },
  ],
  ['that nobody has the host', [], ['listener host_unknown', 'route passthrough'], classOf(call('example.com'))],
  [
    'that a Sidecar hides the host',
    [istio('Sidecar bookinfo/default', { egress: [{ hosts: ['~/*'] }] })],
    ['listener Sidecar default hidden_by_sidecar', 'route passthrough'],
  ],
  [
    'that a match is not followed',
    [virtual([{ match: [{ uri: { regex: '(?=a)' } }], route: [to()] }])],
    [
      'listener host_known',
      'route VirtualService reviews spec.hosts owns_host',
      'route VirtualService reviews spec.http[0].match[0] not_followed',
      'route no_route',
    ],
  ],
  [
    'that nobody is ready',
    [...workload('bookinfo/idle-v1', { pods: 0 }), service('bookinfo/idle')],
    ['listener host_known', 'route default_route', 'destination sent_to', 'endpoints Service idle none_ready'],
    classOf(call('idle')),
  ],
  [
    'that no gateway listens',
    [],
    ['listener no_listener', 'route no_listener'],
    classOf(call('shop.example.com', { port: 80 })),
    'istio-system/ingress',
  ],
  [
    'which listener of a gateway takes a request',
    [
      istio('Gateway bookinfo/entrance', {
        selector: { app: 'ingress' },
        servers: [
          { port: { number: 80 }, hosts: ['a.example.com'] },
          { port: { number: 80 }, hosts: ['shop.example.com'] },
        ],
      }),
      istio('VirtualService bookinfo/shop', { hosts: ['shop.example.com'], gateways: ['entrance'], http: [{ redirect: {} }] }),
    ],
    [
      'listener Gateway entrance spec.servers[0] host_not_served',
      'listener Gateway entrance spec.servers[1] listens',
      'route VirtualService shop spec.hosts answers_for_host',
      'route VirtualService shop spec.http[0] matches_everything',
      'route VirtualService shop spec.http[0] answered_by_proxy',
    ],
    classOf(call('shop.example.com', { port: 80 })),
    'istio-system/ingress',
  ],
  [
    'routes of the Gateway API by their own paths',
    [
      gatewayApi('HTTPRoute bookinfo/r', {
        parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
        rules: [
          { matches: [{ method: 'POST' }], backendRefs: [{ name: 'ratings', port: 9080 }] },
          { backendRefs: [{ name: 'nobody', port: 9080 }] },
        ],
      }),
    ],
    [
      'listener host_known',
      'route HTTPRoute r spec.hosts owns_host',
      'route HTTPRoute r spec.rules[0].matches[0] does_not_match',
      'route HTTPRoute r spec.rules[1].matches[0] matches',
      'destination HTTPRoute r spec.rules[1] host_missing',
    ],
  ],
];

describe('an explanation names', () => {
  it.each(rows.map(([why, objects, steps, request, caller]) => ({ why, objects, steps, request, caller })))(
    '$why',
    ({ objects, steps, request, caller }) => {
      expect(explained(objects, request, caller).map(brief)).toEqual(steps);
    },
  );

  it('the field that did not match, and what would decide', () => {
    const rules = [virtual([jason, { route: [to()] }])];
    const facts = (request?: RequestClass) =>
      explained(rules, request)
        .filter(({ path }) => path?.startsWith('spec.http[0].match'))
        .map(({ facts: found }) => found);
    expect(facts()).toEqual([expect.objectContaining({ field: 'headers.end-user' }), expect.objectContaining({ field: 'uri' })]);
    expect(facts({ ...classOf(call('reviews')), headers: unknown })[0]).toMatchObject({ missing: 'header end-user' });
  });
});
