import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import type { Peer } from './authorization-rule.ts';
import { compileMesh } from './compile-mesh.ts';
import type { Call } from './request.ts';
import { call, istio, workload } from './test/draw.ts';

const page: Peer = {
  principal: 'cluster.local/ns/bookinfo/sa/productpage',
  namespace: 'bookinfo',
  serviceAccount: 'productpage',
  ip: '10.0.0.9',
};
const stranger: Peer = { principal: null, namespace: null, serviceAccount: null, ip: '10.0.0.7' };
const policy = (spec: Readonly<Record<string, unknown>>, name = 'bookinfo/policy'): KubeObject =>
  istio(`AuthorizationPolicy ${name}`, spec);
const from = (source: object) => ({ from: [{ source }] });
const to = (operation: object) => ({ to: [{ operation }] });

function decide(policies: readonly KubeObject[], peer: Peer = page, request: Partial<Call> = {}) {
  const mesh = compileMesh([...workload('bookinfo/reviews-v1'), ...policies]);
  const reviews = mesh.registry.workloads.get('bookinfo/reviews-v1');
  if (!reviews) throw new Error('The mesh has lost its workload.');
  return { ...mesh.authorize(reviews, peer, call('reviews', request), 9080), unsupported: mesh.unsupported };
}

type Row = readonly [why: string, spec: Readonly<Record<string, unknown>>, peer: Peer, request: Partial<Call>, allowed: boolean];

const rows: readonly Row[] = [
  ['an ALLOW policy without rules lets nobody in', {}, page, {}, false],
  ['a DENY policy without rules keeps nobody out', { action: 'DENY' }, page, {}, true],
  ['an empty rule matches everybody', { rules: [{}] }, stranger, {}, true],
  ['an empty rule of DENY keeps everybody out', { action: 'DENY', rules: [{}] }, page, {}, false],
  ['a principal is matched whole', { rules: [from({ principals: ['cluster.local/ns/bookinfo/sa/productpage'] })] }, page, {}, true],
  ['a principal is matched by its beginning', { rules: [from({ principals: ['cluster.local/ns/bookinfo/*'] })] }, page, {}, true],
  ['a principal is matched by its end', { rules: [from({ principals: ['*/sa/productpage'] })] }, page, {}, true],
  ['any principal at all is enough for a star', { rules: [from({ principals: ['*'] })] }, page, {}, true],
  ['plain text has no principal, not even for a star', { rules: [from({ principals: ['*'] })] }, stranger, {}, false],
  ['plain text is not of a namespace', { rules: [from({ namespaces: ['bookinfo'] })] }, stranger, {}, false],
  ['plain text is of no excluded namespace either', { rules: [from({ notNamespaces: ['bookinfo'] })] }, stranger, {}, true],
  ["a service account without namespace is of the policy's own", { rules: [from({ serviceAccounts: ['productpage'] })] }, page, {}, true],
  ['a service account names another namespace', { rules: [from({ serviceAccounts: ['other/productpage'] })] }, page, {}, false],
  ['values of one field are alternatives', { rules: [to({ methods: ['POST', 'GET'] })] }, page, {}, true],
  ['fields of one operation are all asked for', { rules: [to({ methods: ['GET'], paths: ['/admin'] })] }, page, {}, false],
  ['rules are alternatives', { rules: [to({ paths: ['/admin'] }), to({ methods: ['GET'] })] }, page, {}, true],
  ['a path ends in a star', { rules: [to({ paths: ['/reviews/*'] })] }, page, { path: '/reviews/0' }, true],
  ['a path does not look at the query', { rules: [to({ paths: ['/reviews'] })] }, page, { path: '/reviews?all=1' }, true],
  ['a path is matched with its case', { rules: [to({ paths: ['/Reviews'] })] }, page, { path: '/reviews' }, false],
  ['a host is matched without its case', { rules: [to({ hosts: ['REVIEWS'] })] }, page, {}, true],
  ["a port is the pod's", { rules: [to({ ports: ['9080'] })] }, page, {}, true],
  ['a path may be excluded', { rules: [to({ notPaths: ['/admin'] })] }, page, { path: '/admin' }, false],
  [
    'a condition looks at a header',
    { rules: [{ when: [{ key: 'request.headers[end-user]', values: ['jason'] }] }] },
    page,
    { headers: { 'end-user': 'jason' } },
    true,
  ],
  [
    'a condition on a header that is not there fails',
    { rules: [{ when: [{ key: 'request.headers[end-user]', values: ['*'] }] }] },
    page,
    {},
    false,
  ],
  ['nobody here carries a token', { rules: [from({ requestPrincipals: ['*'] })] }, page, {}, false],
  ['fields of HTTP make an ALLOW rule void on TCP', { rules: [to({ methods: ['GET'] })] }, page, { protocol: 'tcp' }, false],
  [
    'fields of HTTP are left out of a DENY rule on TCP',
    { action: 'DENY', rules: [to({ methods: ['POST'] })] },
    page,
    { protocol: 'tcp' },
    false,
  ],
  ['a policy for other pods does not count', { selector: { matchLabels: { app: 'ratings' } } }, page, {}, true],
  ['a policy that does not read as one does no harm', { rules: 'all', selector: 7 }, page, {}, false],
];

describe('an authorization policy', () => {
  it.each(rows)('%s', (_why, spec, peer, request, allowed) => {
    expect(decide([policy(spec)], peer, request).allowed).toBe(allowed);
  });

  it('lets everybody in where there is none', () => {
    expect(decide([])).toMatchObject({ allowed: true, reason: 'no_policy', by: null });
  });

  it('that denies beats one that allows, whatever their order', () => {
    const allow = policy({ rules: [{}] }, 'bookinfo/allow');
    const deny = policy({ action: 'DENY', rules: [{}] }, 'bookinfo/deny');
    for (const policies of [
      [allow, deny],
      [deny, allow],
    ]) {
      expect(decide(policies)).toMatchObject({ allowed: false, reason: 'deny_rule', by: { name: 'deny' } });
    }
  });

  it('of the root namespace holds everywhere, one of another namespace does not', () => {
    expect(decide([policy({}, 'istio-system/none')]).allowed).toBe(false);
    expect(decide([policy({}, 'other/none')]).allowed).toBe(true);
  });

  it('on dry run says what it would do and does nothing', () => {
    const dry = istio('AuthorizationPolicy bookinfo/dry', { action: 'DENY', rules: [{}] }, { annotations: { 'istio.io/dry-run': 'true' } });
    expect(decide([dry])).toMatchObject({ allowed: true, dryRun: { allowed: false, by: { name: 'dry' } } });
  });

  it.each([
    ['CUSTOM', { action: 'CUSTOM', rules: [{}] }, 'spec.action'],
    ['a target', { targetRefs: [{ kind: 'Service', name: 'reviews' }], rules: [] }, 'spec.targetRefs'],
    ['an unknown source', { rules: [from({ ipBlocks: ['10.0.0.0/8'] })] }, 'spec.rules[0].from[0].source.ipBlocks'],
    ['an unknown condition', { rules: [{ when: [{ key: 'request.auth.claims[iss]', values: ['x'] }] }] }, 'spec.rules[0].when[0]'],
  ])('with %s is reported as not followed', (_what, spec, path) => {
    expect(decide([policy(spec)]).unsupported).toEqual([
      expect.objectContaining({ path, object: expect.objectContaining({ kind: 'AuthorizationPolicy' }) }),
    ]);
  });
});
