import { describe, expect, it } from 'vitest';
import type { Call } from './request.ts';
import { call } from './test/draw.ts';
import { routed, short, subsets, to, virtual } from './test/route.ts';

type Fields = Readonly<Record<string, unknown>>;
type Row = readonly [why: string, source: string, match: Fields, request: Partial<Call>, matches: boolean, caller?: string];

const match = 'Istio reference: HTTPMatchRequest';
const string = 'Istio reference: StringMatch';
const header = { 'x-tenant': 'gold' };

const rows: readonly Row[] = [
  ['an exact path is the whole path', `${match}.uri`, { uri: { exact: '/a' } }, { path: '/a/b' }, false],
  ['an exact path minds its case', `${match}.ignoreUriCase`, { uri: { exact: '/a' } }, { path: '/A' }, false],
  ['an exact path does not where told so', `${match}.ignoreUriCase`, { uri: { exact: '/a' }, ignoreUriCase: true }, { path: '/A' }, true],
  ['a prefix does not where told so', `${match}.ignoreUriCase`, { uri: { prefix: '/Ab' }, ignoreUriCase: true }, { path: '/aBc' }, true],
  [
    'a regular expression minds its case whatever is told',
    `${match}.ignoreUriCase`,
    { uri: { regex: '/a' }, ignoreUriCase: true },
    { path: '/A' },
    false,
  ],
  ['a prefix ends anywhere, also inside a segment', `${match}.uri`, { uri: { prefix: '/foo' } }, { path: '/foobar' }, true],
  ['a prefix counts from the start', `${match}.uri`, { uri: { prefix: '/foo' } }, { path: '/a/foo' }, false],
  [
    'a regular expression is the whole path',
    `${string}.regex: RE2, full match`,
    { uri: { regex: '/v[0-9]+/.*' } },
    { path: '/v12/x' },
    true,
  ],
  ['a regular expression does not see the query', `${match}.uri`, { uri: { regex: '/x' } }, { path: '/x?a=1' }, true],
  ['a method is compared as it is written', `${match}.method`, { method: { exact: 'post' } }, { method: 'POST' }, false],
  ['one of several methods may be a regular expression', `${string}.regex`, { method: { regex: 'GET|HEAD' } }, { method: 'HEAD' }, true],
  ['requests between sidecars have the scheme http', `${match}.scheme`, { scheme: { exact: 'http' } }, {}, true],
  ['and not https', `${match}.scheme`, { scheme: { exact: 'https' } }, {}, false],
  ['the authority is the host as the caller writes it', `${match}.authority`, { authority: { exact: 'reviews' } }, {}, true],
  ['the authority may be asked for by prefix', `${match}.authority`, { authority: { prefix: 'rev' } }, {}, true],
  ['a header has its value', `${match}.headers`, { headers: { 'x-tenant': { exact: 'gold' } } }, { headers: header }, true],
  ['a header name has no case', `${match}.headers`, { headers: { 'X-Tenant': { exact: 'gold' } } }, { headers: header }, true],
  ['a header value has', `${match}.headers`, { headers: { 'x-tenant': { exact: 'Gold' } } }, { headers: header }, false],
  ['an empty match asks for the header alone', `${match}.headers: empty value`, { headers: { 'x-tenant': {} } }, { headers: header }, true],
  ['and a header that is not there does not pass', `${match}.headers: empty value`, { headers: { 'x-tenant': {} } }, {}, false],
  ['all headers must hold', `${match}.headers`, { headers: { 'x-tenant': {}, other: {} } }, { headers: header }, false],
  [
    'pseudo headers are what they stand for',
    'Envoy: pseudo headers',
    { headers: { ':method': { exact: 'GET' }, ':authority': { exact: 'reviews' } } },
    {},
    true,
  ],
  [
    'the pseudo header of the path has the query',
    'Envoy: pseudo headers',
    { headers: { ':path': { exact: '/a?b=1' } } },
    { path: '/a?b=1' },
    true,
  ],
  [
    'an excluded header keeps a request out by its value',
    `${match}.withoutHeaders`,
    { withoutHeaders: { 'x-tenant': { exact: 'gold' } } },
    { headers: header },
    false,
  ],
  ['another value passes', `${match}.withoutHeaders`, { withoutHeaders: { 'x-tenant': { exact: 'tin' } } }, { headers: header }, true],
  ['a header that is not there passes', `${match}.withoutHeaders`, { withoutHeaders: { 'x-tenant': { exact: 'gold' } } }, {}, true],
  [
    'one excluded header is enough to keep a request out',
    `${match}.withoutHeaders`,
    { withoutHeaders: { 'x-tenant': {}, other: {} } },
    { headers: header },
    false,
  ],
  ['a parameter has its value', `${match}.queryParams`, { queryParams: { a: { exact: '1' } } }, { path: '/?b=2&a=1' }, true],
  ['a parameter minds the case of its name', `${match}.queryParams`, { queryParams: { A: { exact: '1' } } }, { path: '/?a=1' }, false],
  ['a parameter without a value is there, empty', `${match}.queryParams`, { queryParams: { a: { exact: '' } } }, { path: '/?a' }, true],
  ['a parameter may be asked for by prefix', `${match}.queryParams`, { queryParams: { a: { prefix: 'x' } } }, { path: '/?a=xy' }, true],
  ['a port is that of the request', `${match}.port`, { port: 9080 }, {}, true],
  ['another port does not match', `${match}.port`, { port: 80 }, {}, false],
  ['labels of the caller must all be there', `${match}.sourceLabels`, { sourceLabels: { app: 'productpage', version: 'v1' } }, {}, true],
  ['one that differs does not match', `${match}.sourceLabels`, { sourceLabels: { app: 'productpage', version: 'v2' } }, {}, false],
  ['the namespace of the caller is its own', `${match}.sourceNamespace`, { sourceNamespace: 'bookinfo' }, {}, true],
  ['another namespace does not match', `${match}.sourceNamespace`, { sourceNamespace: 'clients' }, {}, false],
  ['a match for a gateway is not for sidecars', `${match}.gateways`, { gateways: ['entrance'] }, {}, false],
  ['a match for the mesh is', `${match}.gateways`, { gateways: ['mesh', 'entrance'] }, {}, true],
  [
    'a list of gateways stands instead of labels of the caller',
    'Istio, rules of a proxy: gateways before source',
    { gateways: ['mesh'], sourceLabels: { app: 'nobody' }, sourceNamespace: 'nowhere' },
    {},
    true,
  ],
  ['a name for statistics decides nothing', `${match}.statPrefix`, { name: 'x', statPrefix: 'y' }, {}, true],
  [
    'a field that nobody can follow never matches',
    'Unsupported configuration is reported, not guessed',
    { uri: { regex: '(?=a)' } },
    { path: '/a' },
    false,
  ],
];

describe('a match', () => {
  it.each(rows.map(([why, source, fields, request, matches, caller]) => ({ why, source, fields, request, matches, caller })))(
    '$why ($source)',
    ({ fields, request, matches, caller }) => {
      const rules = [{ match: [fields], route: [to('v2')] }, { route: [to('v1')] }];
      const route = routed([subsets, virtual(rules, { gateways: ['mesh', 'entrance'] })], call('reviews', request), caller);
      expect(short(route)).toBe(matches ? 'reviews-v2 100%' : 'reviews-v1 100%');
    },
  );
});
