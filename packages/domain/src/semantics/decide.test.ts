import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known, unknown, type Known, type Tri } from './known.ts';
import { classOf, type RequestClass } from './request-class.ts';
import { call, gatewayApi, istio } from './test/draw.ts';
import type { KubeObject } from '@vigla/contract/objects';
import { compileMesh } from './compile-mesh.ts';
import { callerIn, meshWith, shop, short, subsets, to, virtual } from './test/route.ts';

const seen = <T>(...values: readonly (readonly [T, number])[]): Known<T> => ({
  kind: 'distribution',
  values: values.map(([value, share]) => ({ value, share })),
  samples: 100,
});
const when = (match: object, subset: string) => ({ match: [match], route: [to(subset)] });
const rest = { route: [to()] };
const request = (more: Partial<RequestClass> = {}): RequestClass => ({ ...classOf(call('reviews')), ...more });
const maybe = (...names: readonly string[]): Tri => ({ maybe: names });
const all = 'reviews-v1+reviews-v2 100%';
const [v1, v2] = ['reviews-v1 100%', 'reviews-v2 100%'];

type Ending = readonly [route: string, given: Tri];
type Row = readonly [why: string, source: string, rules: readonly object[], request: RequestClass, endings: readonly Ending[]];

const kleene = 'Three-valued logic, Kleene';
const first = 'Istio reference: VirtualService, http: first match wins';
const rows: readonly Row[] = [
  ['one way where all is known', first, [when({ method: { exact: 'GET' } }, 'v1'), rest], request(), [[v1, 'yes']]],
  [
    'either way where the method is unknown',
    kleene,
    [when({ method: { exact: 'GET' } }, 'v1'), rest],
    request({ method: unknown }),
    [
      [v1, maybe('method')],
      [all, maybe('method')],
    ],
  ],
  [
    'either way where the path is unknown',
    kleene,
    [when({ uri: { prefix: '/a' } }, 'v1'), rest],
    request({ path: unknown }),
    [
      [v1, maybe('path')],
      [all, maybe('path')],
    ],
  ],
  [
    'either way where the query is, which is of the path',
    kleene,
    [when({ queryParams: { a: { exact: '1' } } }, 'v1'), rest],
    request({ path: unknown }),
    [
      [v1, maybe('path')],
      [all, maybe('path')],
    ],
  ],
  [
    'either way where headers are unknown, by the header that would decide',
    kleene,
    [when({ headers: { 'x-tenant': {} } }, 'v1'), rest],
    request({ headers: unknown }),
    [
      [v1, maybe('header x-tenant')],
      [all, maybe('header x-tenant')],
    ],
  ],
  [
    'either way where excluded headers are',
    kleene,
    [when({ withoutHeaders: { 'x-tenant': {} } }, 'v1'), rest],
    request({ headers: unknown }),
    [
      [v1, maybe('header x-tenant')],
      [all, maybe('header x-tenant')],
    ],
  ],
  [
    'one way where a known part refuses, whatever is unknown',
    kleene,
    [when({ method: { exact: 'POST' }, uri: { prefix: '/a' } }, 'v1'), rest],
    request({ path: unknown }),
    [[all, 'yes']],
  ],
  [
    'one way where a known part of several suffices',
    kleene,
    [{ match: [{ uri: { prefix: '/a' } }, { method: { exact: 'GET' } }], route: [to('v1')] }, rest],
    request({ path: unknown }),
    [[v1, 'yes']],
  ],
  [
    'by what hangs together where several are unknown',
    kleene,
    [when({ method: { exact: 'GET' }, uri: { prefix: '/a' } }, 'v1'), rest],
    request({ path: unknown, method: unknown }),
    [
      [v1, maybe('method', 'path')],
      [all, maybe('method', 'path')],
    ],
  ],
  [
    'no further than the first rule that surely matches',
    first,
    [when({ uri: { prefix: '/a' } }, 'v1'), when({ method: { exact: 'GET' } }, 'v2'), rest],
    request({ path: unknown }),
    [
      [v1, maybe('path')],
      [v2, maybe('path')],
    ],
  ],
  [
    'through all rules that may match',
    first,
    [when({ uri: { prefix: '/a' } }, 'v1'), when({ method: { exact: 'GET' } }, 'v2'), rest],
    request({ path: unknown, method: unknown }),
    [
      [v1, maybe('path')],
      [v2, maybe('method', 'path')],
      [all, maybe('method', 'path')],
    ],
  ],
  [
    'nowhere, perhaps, where the last rule may match',
    first,
    [when({ uri: { prefix: '/a' } }, 'v1')],
    request({ path: unknown }),
    [
      [v1, maybe('path')],
      ['no_route', maybe('path')],
    ],
  ],
  [
    'past a rule that surely does not match',
    first,
    [when({ sourceNamespace: 'clients' }, 'v1'), when({ uri: { prefix: '/a' } }, 'v2'), rest],
    request({ path: unknown }),
    [
      [v2, maybe('path')],
      [all, maybe('path')],
    ],
  ],
  [
    'one way by the prefix that every path has',
    kleene,
    [when({ uri: { prefix: '/' } }, 'v1'), rest],
    request({ path: unknown }),
    [[v1, 'yes']],
  ],
  [
    'one way where what is unknown is not asked for',
    kleene,
    [rest],
    request({ path: unknown, method: unknown, headers: unknown }),
    [[all, 'yes']],
  ],
];

describe('a class of requests goes', () => {
  it.each(rows.map(([why, source, rules, asked, endings]) => ({ why, source, rules, asked, endings })))(
    '$why ($source)',
    ({ rules, asked, endings }) => {
      const { mesh, caller } = meshWith([subsets, virtual(rules)]);
      const parts = mesh.decide(caller, asked);
      expect(parts.map(({ share, routes }) => [share, routes.map(({ route, given }) => [short(route), given])])).toEqual([[1, endings]]);
    },
  );

  it('by the shares of what was seen', () => {
    const { mesh, caller } = meshWith([
      subsets,
      virtual([when({ uri: { prefix: '/a' } }, 'v1'), when({ method: { exact: 'POST' } }, 'v2'), rest]),
    ]);
    const parts = mesh.decide(caller, request({ path: seen(['/a', 0.25], ['/b', 0.75]), method: seen(['GET', 0.5], ['POST', 0.5]) }));
    const shares = new Map<string, number>();
    for (const { share, routes } of parts) {
      expect(routes).toHaveLength(1);
      const ending = routes.map(({ route }) => short(route)).join();
      shares.set(ending, (shares.get(ending) ?? 0) + share);
    }
    expect([...shares]).toEqual([
      [v1, 0.25],
      [all, 0.375],
      [v2, 0.375],
    ]);
  });

  it('and says which rule and which match leads there', () => {
    const { mesh, caller } = meshWith([subsets, virtual([when({ uri: { prefix: '/a' } }, 'v1'), rest])]);
    const [part] = mesh.decide(caller, request({ path: unknown }));
    const object = { kind: 'VirtualService', namespace: 'bookinfo', name: 'reviews' };
    expect(part?.routes.map(({ by }) => by)).toEqual([
      { object, path: 'spec.http[0]', match: 'spec.http[0].match[0]' },
      { object, path: 'spec.http[1]', match: null },
    ]);
  });
});

// Few words, so that rules and requests meet.
const word = fc.constantFrom('a', 'b');
const text = fc.oneof(
  word.map((one) => ({ exact: `/${one}` })),
  word.map((one) => ({ prefix: `/${one}` })),
  word.map((one) => ({ regex: `/${one}.*` })),
);
const value = fc.oneof(
  word.map((one) => ({ exact: one })),
  fc.constant({}),
);
const entry = fc.record(
  {
    uri: text,
    method: fc.constantFrom({ exact: 'GET' }, { exact: 'POST' }),
    headers: fc.dictionary(word, value, { maxKeys: 2 }),
    withoutHeaders: fc.dictionary(word, value, { maxKeys: 1 }),
    queryParams: fc.dictionary(word, value, { maxKeys: 1 }),
    sourceLabels: fc.constantFrom({ app: 'productpage' }, { app: 'other' }),
    port: fc.constantFrom(9080, 80),
  },
  { requiredKeys: [] },
);
const target = fc.record({
  destination: fc.record({ host: fc.constantFrom('reviews', 'ratings', 'nobody'), subset: fc.constantFrom('v1', 'v2', 'v9') }),
  weight: fc.integer({ min: 0, max: 100 }),
});
const rule = fc.record({ match: fc.array(entry, { maxLength: 2 }), route: fc.array(target, { minLength: 1, maxLength: 3 }) });
const rules = fc.array(rule, { minLength: 1, maxLength: 4 });
const asked = fc.record({
  path: fc.tuple(fc.constantFrom('/a', '/b', '/a/b', '/c'), fc.constantFrom('', '?a=a', '?b')).map(([path, query]) => path + query),
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  headers: fc.dictionary(word, word, { maxKeys: 2 }),
});
const hidden = fc.subarray(['path', 'method', 'headers'] as const);
const without = (one: RequestClass, names: readonly ('path' | 'method' | 'headers')[]): RequestClass =>
  names.reduce((left, name) => ({ ...left, [name]: unknown }), one);
const settings = { numRuns: 100, seed: 7 };

describe('whatever the rules', () => {
  it('what is fully known has one route, which is the one that requests take', () => {
    fc.assert(
      fc.property(rules, asked, (http, one) => {
        const { mesh, caller } = meshWith([subsets, virtual(http)]);
        const sent = call('reviews', one);
        const parts = mesh.decide(caller, classOf(sent));
        expect(parts.map(({ share, routes }) => [share, routes.map(({ given }) => given)])).toEqual([[1, ['yes']]]);
        expect(parts[0]?.routes[0]?.route).toEqual(mesh.route(caller, sent));
      }),
      settings,
    );
  });

  it('knowing less leaves more routes possible, never others', () => {
    fc.assert(
      fc.property(rules, asked, hidden, hidden, (http, one, some, more) => {
        const { mesh, caller } = meshWith([subsets, virtual(http)]);
        const full = classOf(call('reviews', one));
        const possible = (given: RequestClass) =>
          new Set(mesh.decide(caller, given).flatMap(({ routes }) => routes.map(({ by }) => by?.path ?? 'none')));
        const [narrow, wide] = [possible(without(full, some)), possible(without(without(full, some), more))];
        expect([...narrow].filter((path) => !wide.has(path))).toEqual([]);
      }),
      settings,
    );
  });

  it('the shares of the destinations of a route add up to 1', () => {
    fc.assert(
      fc.property(rules, asked, (http, one) => {
        const { mesh, caller } = meshWith([subsets, virtual(http)]);
        const route = mesh.route(caller, call('reviews', one));
        const sum = route.kind === 'forward' ? route.legs.reduce((total, { share }) => total + share, 0) : 1;
        expect(sum).toBeCloseTo(1, 12);
      }),
      settings,
    );
  });

  it('the order in which objects are read makes no difference', () => {
    const objects = [
      ...shop,
      subsets,
      virtual([when({ uri: { prefix: '/a' } }, 'v1')], {}, 'bookinfo/older'),
      virtual([rest], {}, 'bookinfo/younger'),
      istio('ServiceEntry bookinfo/out', { hosts: ['reviews.bookinfo.svc.cluster.local', '*.example.com'], ports: [{ number: 9080 }] }),
      istio('ServiceEntry clients/out', { hosts: ['*.example.com'], ports: [{ number: 9080 }] }),
      istio('Sidecar bookinfo/a', { egress: [{ hosts: ['*/*'] }] }),
      istio('Sidecar bookinfo/b', { egress: [{ hosts: ['~/*'] }] }),
    ];
    const requests = ['reviews', 'ratings', 'a.example.com'].map((host) => call(host, { path: '/a' }));
    const routes = (read: readonly KubeObject[]) => {
      const mesh = compileMesh(read);
      return requests.map((one) => mesh.route(callerIn(mesh), one));
    };
    const inOrder = routes(objects);
    fc.assert(
      fc.property(fc.shuffledSubarray(objects, { minLength: objects.length }), (mixed) => {
        expect(routes(mixed)).toEqual(inOrder);
      }),
      settings,
    );
  });

  it('the shares of what was seen add up to 1, and to those of its values alone', () => {
    fc.assert(
      fc.property(rules, asked, asked, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (http, one, other, share) => {
        const { mesh, caller } = meshWith([subsets, virtual(http)]);
        const mixed = { ...classOf(call('reviews', one)), path: seen([one.path, share], [other.path, 1 - share]) };
        const parts = mesh.decide(caller, mixed);
        expect(parts.reduce((total, part) => total + part.share, 0)).toBeCloseTo(1, 12);
        expect(parts.map(({ routes }) => routes[0]?.route)).toEqual(
          [one.path, other.path].map((path) => mesh.route(caller, call('reviews', { ...one, path }))),
        );
      }),
      settings,
    );
  });
});

it('leaves routes of the Gateway API possible too', () => {
  const backend = (name: string) => ({ backendRefs: [{ name, port: 9080 }] });
  const route = gatewayApi('HTTPRoute bookinfo/r', {
    parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
    rules: [{ matches: [{ path: { type: 'Exact', value: '/a' } }], ...backend('ratings') }, backend('productpage')],
  });
  const { mesh, caller } = meshWith([route, istio('VirtualService clients/reviews', { hosts: ['reviews'], http: [] })]);
  const [part] = mesh.decide(caller, request({ path: unknown, method: known('GET') }));
  expect(part?.routes.map(({ route: one, given }) => [short(one), given])).toEqual([
    ['ratings-v1 100%', maybe('path')],
    ['productpage-v1 100%', maybe('path')],
  ]);
});
