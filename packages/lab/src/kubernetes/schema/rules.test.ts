import { expect, it } from 'vitest';
import { rowOf } from '../resources/matrix.ts';
import { ask, startTrial } from '../trial.ts';
import { brokenRules } from './rules.ts';

const app = { matchLabels: { app: 'x' } };

it.each<[because: string, kind: string, spec: object, broken: readonly string[]]>([
  ['a policy selects in one way', 'AuthorizationPolicy', { selector: app }, []],
  [
    'a policy selects in two ways',
    'AuthorizationPolicy',
    { selector: app, targetRefs: [] },
    ['spec: only one of targetRefs or selector can be set'],
  ],
  [
    'a label key has a star',
    'AuthorizationPolicy',
    { selector: { matchLabels: { 'a*': 'b' } } },
    ["spec.selector.matchLabels: key must not be empty and must not contain '*'"],
  ],
  [
    'a label value has a star',
    'RequestAuthentication',
    { selector: { matchLabels: { a: 'b*' } } },
    ['spec.selector.matchLabels: wildcard not allowed in label value match'],
  ],
  ['ports have modes of their own for some pods', 'PeerAuthentication', { selector: app, portLevelMtls: { 80: {} } }, []],
  [
    'ports have modes of their own for all pods',
    'PeerAuthentication',
    { portLevelMtls: { 80: {} } },
    ['spec: portLevelMtls requires selector'],
  ],
  [
    'a port is none',
    'PeerAuthentication',
    { selector: app, portLevelMtls: { 70000: {} } },
    ['spec.portLevelMtls: port must be between 1-65535'],
  ],
  [
    'keys come from two places',
    'RequestAuthentication',
    { jwtRules: [{ jwks: '{}', jwksUri: 'x' }] },
    ['spec.jwtRules: only one of jwks or jwksUri can be set'],
  ],
  [
    'machines come in two ways',
    'ServiceEntry',
    { resolution: 'STATIC', workloadSelector: {}, endpoints: [{}] },
    ['spec: only one of WorkloadSelector or Endpoints can be set'],
  ],
  [
    'a range is to be resolved',
    'ServiceEntry',
    { resolution: 'DNS', addresses: ['10.0.0.0/8'] },
    ['spec: CIDR addresses are allowed only for NONE/STATIC resolution types'],
  ],
  ['machines are listed for nothing', 'ServiceEntry', { endpoints: [{}] }, ['spec: NONE mode cannot set endpoints']],
  [
    'one machine must take all',
    'ServiceEntry',
    { resolution: 'DNS_ROUND_ROBIN', endpoints: [{}, {}] },
    ['spec: DNS_ROUND_ROBIN mode cannot have multiple endpoints'],
  ],
  ['ports repeat', 'ServiceEntry', { ports: [{ number: 80 }, { number: 80 }] }, ['spec.ports: port number cannot be duplicated']],
  ['a port of an entry is none', 'ServiceEntry', { ports: [{ number: 0 }] }, ['spec.ports: port must be between 1-65535']],
])('knows when %s', (_, kind, spec, broken) => {
  const found = brokenRules(rowOf(kind), spec).map(
    ({ field, message }) => `${field}: ${message.replace(/^Invalid value: "(?:object|array)": /, '')}`,
  );
  expect(found).toEqual(broken);
});

it('is asked before the webhook, and answers as for any invalid field', async () => {
  await using cluster = await startTrial();
  const body = {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'x' },
    spec: { portLevelMtls: { 80: { mode: 'STRICT' } } },
  };
  expect((await ask(cluster, 'POST', '/apis/security.istio.io/v1/namespaces/bookinfo/peerauthentications', { body })).body).toMatchObject({
    code: 422,
    reason: 'Invalid',
    message: 'PeerAuthentication.security.istio.io "x" is invalid: spec: Invalid value: "object": portLevelMtls requires selector',
    details: { causes: [{ field: 'spec' }] },
  });
});
