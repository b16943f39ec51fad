import type { KubeObject } from '@vigla/contract/objects';
import { compileMesh, type Call } from '@vigla/domain/semantics';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { noon, rule, running, withObjects, words } from './test/shop.ts';

const details = { selector: { matchLabels: { app: 'details' } } };

/** What the product page and the details report of each other, in words. */
const reports = (...objects: readonly KubeObject[]): readonly string[] =>
  running(withObjects(...objects))
    .truth(noon)
    .filter(({ source, service }) => source.workload === 'productpage-v1' && service.startsWith('details.'))
    .map(words)
    .sort();

const passes = ['destination productpage-v1>details-v1 200 - mutual_tls', 'source productpage-v1>details-v1 200 - unknown'];
const refused = (code: number, flags = '-') => [
  `destination productpage-v1>details-v1 ${code} ${flags} mutual_tls`,
  `source productpage-v1>details-v1 ${code} - unknown`,
];

const settings = (provider: string, more = ''): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: {
    mesh: `extensionProviders:\n- name: asks\n  envoyExtAuthzGrpc:\n    service: ${provider}.bookinfo.svc.cluster.local\n    port: 9080\n${more}`,
  },
});
const nobody: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'nobody', namespace: 'bookinfo' },
  spec: { selector: { app: 'nobody' }, ports: [{ name: 'grpc', port: 9080 }] },
};
const asking = rule('AuthorizationPolicy ask', { ...details, action: 'CUSTOM', provider: { name: 'asks' }, rules: [{}] });
const denying = rule('AuthorizationPolicy deny', { ...details, action: 'DENY', rules: [{}] });

describe("a server's proxy", () => {
  it.each<[because: string, objects: readonly KubeObject[], reports: readonly string[]]>([
    ['lets everything pass that a provider with ready endpoints is asked about', [settings('ratings'), asking], passes],
    [
      'refuses with UAEX when the provider has no endpoint, which the caller does not see',
      [settings('nobody'), nobody, asking],
      refused(403, 'UAEX'),
    ],
    ['refuses with what the provider says', [settings('nobody', '    statusOnError: "503"\n'), nobody, asking], refused(503, 'UAEX')],
    ['lets pass when the provider fails open', [settings('nobody', '    failOpen: true\n'), nobody, asking], passes],
    ['asks before it denies', [settings('nobody'), nobody, asking, denying], refused(403, 'UAEX')],
    ['denies what the provider let pass', [settings('ratings'), asking, denying], refused(403)],
    [
      'refuses what nobody can be asked about',
      [settings('ratings'), rule('AuthorizationPolicy ask', { ...details, action: 'CUSTOM', provider: { name: 'x' }, rules: [{}] })],
      refused(403),
    ],
    ['lets requests without token pass', [rule('RequestAuthentication t', { ...details, jwtRules: [{ issuer: 'a' }] })], passes],
    [
      'knows the pods of its callers',
      [rule('AuthorizationPolicy a', { ...details, rules: [{ from: [{ source: { ipBlocks: ['0.0.0.0/0'] } }] }] })],
      passes,
    ],
    [
      'knows its own name',
      [
        rule('AuthorizationPolicy a', {
          ...details,
          rules: [{ when: [{ key: 'connection.sni', values: ['*_.details.bookinfo.svc.cluster.local'] }] }],
        }),
      ],
      passes,
    ],
  ])('%s', (_, objects, expected) => expect(reports(...objects)).toEqual(expected));

  const jwt = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  const own = { iss: 'https://id.example.com', sub: 'jason', aud: 'details' };
  const takes = rule('RequestAuthentication t', { ...details, jwtRules: [{ issuer: own.iss, audiences: ['details'] }] });
  const insists = rule('AuthorizationPolicy a', { ...details, rules: [{ from: [{ source: { requestPrincipals: ['*/jason'] } }] }] });

  it.each<[because: string, authorization: string | null, code: number | null, reason?: string]>([
    ['lets a token of its issuer pass', `Bearer ${jwt(own)}`, null],
    ['answers 401 to a token of another', `Bearer ${jwt({ ...own, iss: 'x' })}`, 401, 'unknown_issuer'],
    ['answers 401 to what is no token', 'Bearer secret', 401, 'unknown_issuer'],
    ['answers 401 to a token that cannot be read', 'Bearer a.b.c', 401, 'unknown_issuer'],
    ['answers 403 to a token for others', `Bearer ${jwt({ ...own, aud: ['ratings'] })}`, 403, 'wrong_audience'],
    ['answers 403 to no token where a policy insists', null, 403, 'no_allow_rule'],
    ['answers 403 to the token of somebody else', `Bearer ${jwt({ ...own, sub: 'tom' })}`, 403, 'no_allow_rule'],
    ['takes another scheme for no token', 'Basic YTpi', 403, 'no_allow_rule'],
  ])('%s', (_, authorization, code, reason) => {
    const mesh = compileMesh(withObjects(takes, insists));
    const [caller, workload] = ['productpage-v1', 'details-v1'].map((name) => mesh.registry.workloads.get(`bookinfo/${name}`));
    const call: Call = {
      host: 'details',
      port: 9080,
      protocol: 'http',
      method: 'GET',
      path: '/details/0',
      headers: authorization === null ? {} : { authorization },
    };
    const leg = mesh.direct(call, 'bookinfo');
    if (!caller || !workload || !leg) throw new Error('The shop has lost its details.');
    const refusal = refusalOf(mesh, { caller, call, leg, workload, security: 'mutual_tls' });
    expect([refusal?.code ?? null, refusal?.reason]).toEqual([code, reason]);
  });
});
