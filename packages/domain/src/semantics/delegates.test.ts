import { describe, expect, it } from 'vitest';
import { compileMesh } from './compile-mesh.ts';
import type { Call } from './request.ts';
import { call, istio } from './test/draw.ts';
import { routed, shop, short, subsets, to, virtual } from './test/route.ts';

const delegate = (http: readonly object[], more: object = {}, name = 'bookinfo/part') => istio(`VirtualService ${name}`, { http, ...more });
const root = (rule: object = {}, ...more: readonly object[]) => virtual([{ delegate: { name: 'part' }, ...rule }, ...more]);
const uri = (match: object) => ({ match: [{ uri: match }] });
const whole = { host: 'reviews.bookinfo.svc.cluster.local', subset: 'v2' };
// Where no rule is left the VirtualService is as if it were not there.
const all = 'reviews-v1+reviews-v2 100%';
const v2 = { route: [to('v2')] };

type Row = readonly [why: string, source: string, objects: readonly ReturnType<typeof delegate>[], ending: string, request?: Partial<Call>];

const source = 'Istio reference: VirtualService, Delegate';
const conflict = 'Istio, joining of delegates: the delegate must be inside the root';
const rows: readonly Row[] = [
  ['goes where the delegate says', source, [root(), delegate([v2])], 'reviews-v2 100%'],
  ['finds the delegate in the namespace of the root', `${source}.namespace`, [root(), delegate([v2], {}, 'clients/part')], all],
  [
    'finds it in another where the root says so',
    `${source}.namespace`,
    [root({ delegate: { name: 'part', namespace: 'clients' } }), delegate([{ route: [{ destination: whole }] }], {}, 'clients/part')],
    'reviews-v2 100%',
  ],
  [
    "reads short names by the delegate's own namespace",
    'Istio reference: Destination.host',
    [root({ delegate: { name: 'part', namespace: 'clients' } }), delegate([v2], {}, 'clients/part')],
    'no host 100%',
  ],
  [
    'does not see a delegate that is kept to its namespace',
    'Istio reference: VirtualService.exportTo',
    [
      root({ delegate: { name: 'part', namespace: 'clients' } }),
      delegate([{ route: [{ destination: whole }] }], { exportTo: ['.'] }, 'clients/part'),
    ],
    all,
  ],
  ['must meet the root', source, [root(uri({ prefix: '/a' })), delegate([v2])], 'no_route', { path: '/b' }],
  [
    'must meet the delegate too',
    source,
    [root(uri({ prefix: '/a' })), delegate([{ ...uri({ prefix: '/a/b' }), ...v2 }])],
    'no_route',
    { path: '/a/c' },
  ],
  [
    'meets both',
    source,
    [root(uri({ prefix: '/a' })), delegate([{ ...uri({ prefix: '/a/b' }), ...v2 }])],
    'reviews-v2 100%',
    { path: '/a/b/c' },
  ],
  [
    'joins conditions on different things',
    source,
    [root(uri({ prefix: '/a' })), delegate([{ match: [{ headers: { x: { exact: '1' } } }], ...v2 }])],
    'no_route',
    { path: '/a' },
  ],
  [
    'meets no rule of a delegate whose path is outside of the root',
    conflict,
    [root(uri({ prefix: '/a' })), delegate([{ ...uri({ prefix: '/' }), ...v2 }])],
    all,
    { path: '/a' },
  ],
  [
    'meets no rule of a delegate that asks for a prefix inside an exact path',
    conflict,
    [root(uri({ exact: '/a' })), delegate([{ ...uri({ prefix: '/a' }), ...v2 }])],
    all,
    { path: '/a' },
  ],
  [
    'meets a rule that asks for the very path of the root',
    conflict,
    [root(uri({ exact: '/a' })), delegate([{ ...uri({ exact: '/a' }), ...v2 }])],
    'reviews-v2 100%',
    { path: '/a' },
  ],
  [
    'meets no rule where both ask for regular expressions',
    conflict,
    [root(uri({ regex: '/a' })), delegate([{ ...uri({ regex: '/a' }), ...v2 }])],
    all,
    { path: '/a' },
  ],
  [
    'meets a regular expression of one where the other says nothing',
    conflict,
    [root(uri({ regex: '/a.*' })), delegate([v2])],
    'reviews-v2 100%',
    { path: '/ab' },
  ],
  [
    'meets no rule where the callers they ask for differ',
    conflict,
    [root({ match: [{ sourceLabels: { app: 'productpage' } }] }), delegate([{ match: [{ sourceLabels: { app: 'curl' } }], ...v2 }])],
    all,
  ],
  [
    'goes on to the next rule of the root where the delegate drops out',
    conflict,
    [root(uri({ prefix: '/a' }), { route: [to('v1')] }), delegate([{ ...uri({ prefix: '/b' }), ...v2 }])],
    'reviews-v1 100%',
    { path: '/a' },
  ],
  [
    'goes on to the next rule of the root where no rule of the delegate matches',
    source,
    [root({}, { route: [to('v1')] }), delegate([{ ...uri({ prefix: '/b' }), ...v2 }])],
    'reviews-v1 100%',
    { path: '/a' },
  ],
  [
    'does not follow a delegate of a delegate',
    'Istio reference: Delegate: one level',
    [root(), delegate([{ delegate: { name: 'deep' } }]), delegate([v2], {}, 'bookinfo/deep')],
    all,
  ],
  [
    'does not take a VirtualService with hosts for a delegate',
    source,
    [root(), istio('VirtualService bookinfo/part', { hosts: ['ratings'], http: [v2] })],
    all,
  ],
];

describe('a request that is handed on', () => {
  it.each(rows.map(([why, from, objects, ending, request]) => ({ why, from, objects, ending, request })))(
    '$why ($from)',
    ({ objects, ending, request }) => {
      expect(short(routed([subsets, ...objects], call('reviews', request)))).toBe(ending);
    },
  );
});

it("keeps what the root says where the delegate says nothing, and the delegate's where both do", () => {
  const objects = [
    root({ timeout: '3s', retries: { attempts: 7 }, name: 'outer' }),
    delegate([{ ...v2, retries: { attempts: 1 }, name: 'inner' }]),
  ];
  expect(routed([subsets, ...objects])).toMatchObject({
    timeoutMs: 3000,
    retry: { attempts: 1 },
    name: 'outer-inner',
    object: { name: 'part' },
  });
});

it('reports a delegate of a delegate', () => {
  const { unsupported } = compileMesh([...shop, root(), delegate([{ delegate: { name: 'deep' } }])]);
  expect(unsupported).toEqual([expect.objectContaining({ path: 'spec.http[0]', object: expect.objectContaining({ name: 'reviews' }) })]);
});
