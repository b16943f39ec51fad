import { describe, expect, it } from 'vitest';
import type { Call } from './request.ts';
import { rewritten } from './rewrite.ts';
import { call } from './test/draw.ts';
import { routed, to, virtual } from './test/route.ts';

type Row = readonly [why: string, source: string, rule: object, request: Partial<Call>, seen: Partial<Call>];

const reference = 'Istio reference: HTTPRewrite';
const prefix = (written: string) => [{ uri: { prefix: written } }];

const rows: readonly Row[] = [
  [
    'the matched prefix is replaced',
    `${reference}.uri`,
    { match: prefix('/api'), rewrite: { uri: '/v1' } },
    { path: '/api/x' },
    { path: '/v1/x' },
  ],
  [
    'nothing is joined: a prefix with a slash leaves none',
    `${reference}.uri; Envoy prefix_rewrite`,
    { match: prefix('/api/'), rewrite: { uri: '/' } },
    { path: '/api/x' },
    { path: '/x' },
  ],
  [
    'a prefix without one leaves two',
    `${reference}.uri; Envoy prefix_rewrite`,
    { match: prefix('/api'), rewrite: { uri: '/' } },
    { path: '/api/x' },
    { path: '//x' },
  ],
  [
    'an exact path is replaced whole',
    `${reference}.uri`,
    { match: [{ uri: { exact: '/a' } }], rewrite: { uri: '/b' } },
    { path: '/a' },
    { path: '/b' },
  ],
  [
    'the query stays',
    'Envoy: path rewrites',
    { match: prefix('/api'), rewrite: { uri: '/v1' } },
    { path: '/api?x=/api' },
    { path: '/v1?x=/api' },
  ],
  [
    'the entry that matched says which prefix',
    `${reference}.uri`,
    { match: [...prefix('/a'), ...prefix('/bb')], rewrite: { uri: '/c' } },
    { path: '/bb/x' },
    { path: '/c/x' },
  ],
  [
    'a rule without a match has matched by /',
    `${reference}.uri; Envoy prefix_rewrite`,
    { rewrite: { uri: '/v1/' } },
    { path: '/x' },
    { path: '/v1/x' },
  ],
  [
    'a regular expression replaces every part that matches',
    `${reference}.uriRegexRewrite`,
    { rewrite: { uriRegexRewrite: { match: '/(\\w+)/old', rewrite: '/new/\\1' } } },
    { path: '/shop/old/x' },
    { path: '/new/shop/x' },
  ],
  ['the authority becomes another', `${reference}.authority`, { rewrite: { authority: 'inside' } }, {}, { host: 'inside' }],
  [
    'a header is set',
    'Istio reference: Headers.HeaderOperations.set',
    { headers: { request: { set: { 'X-A': '2' } } } },
    { headers: { 'x-a': '1' } },
    { headers: { 'x-a': '2' } },
  ],
  [
    'a header is added to',
    'Istio reference: Headers.HeaderOperations.add',
    { headers: { request: { add: { 'x-a': '2' } } } },
    { headers: { 'x-a': '1' } },
    { headers: { 'x-a': '1,2' } },
  ],
  [
    'a header is taken away',
    'Istio reference: Headers.HeaderOperations.remove',
    { headers: { request: { remove: ['X-A'] } } },
    { headers: { 'x-a': '1' } },
    { headers: {} },
  ],
];

describe('what the destination sees', () => {
  it.each(rows.map(([why, source, rule, request, seen]) => ({ why, source, rule, request, seen })))(
    '$why ($source)',
    ({ rule, request, seen }) => {
      const sent = call('reviews', request);
      const route = routed([virtual([{ ...rule, route: [to()] }])], sent);
      expect(route.kind === 'forward' && rewritten(sent, route.rewrite)).toEqual({ ...sent, ...seen });
    },
  );
  it('is what the caller sent where nothing is rewritten', () => {
    const route = routed([virtual([{ headers: { response: { set: { a: 'b' } } }, route: [to()] }])]);
    expect(route).toMatchObject({ rewrite: null });
  });
});
