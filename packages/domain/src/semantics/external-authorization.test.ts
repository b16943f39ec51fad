import { describe, expect, it } from 'vitest';
import { parseMeshConfig } from './mesh-config.ts';
import { compileMesh } from './compile-mesh.ts';
import { readExternalProviders } from './external-authorization.ts';
import { meshConfig, service, workload } from './test/draw.ts';
import { custom, policy, withReviews } from './test/admit.ts';

const provider = (lines: readonly string[]): string =>
  ['extensionProviders:', '- name: asks', ...lines.map((line) => `  ${line}`)].join('\n');
const grpc = ['envoyExtAuthzGrpc:', '  service: ext.security.svc.cluster.local', '  port: 9000'];
const whole = {
  name: 'asks',
  protocol: 'grpc',
  host: 'ext.security.svc.cluster.local',
  namespace: null,
  port: 9000,
  failOpen: false,
  statusOnError: 403,
};

/** Source: Istio reference, MeshConfig, ExtensionProvider. */
describe('a provider of external authorization', () => {
  it.each<[because: string, lines: readonly string[], expected: object | undefined]>([
    ['is read', grpc, whole],
    ['speaks HTTP where it says so', ['envoyExtAuthzHttp:', ...grpc.slice(1)], { ...whole, protocol: 'http' }],
    [
      'names its namespace before a slash',
      [grpc[0] ?? '', '  service: security/ext', '  port: 9000'],
      { ...whole, namespace: 'security', host: 'ext' },
    ],
    ['lets pass when it fails where it says so', [...grpc, '  failOpen: true'], { ...whole, failOpen: true }],
    ['says what it fails with', [...grpc, '  statusOnError: "503"'], { ...whole, statusOnError: 503 }],
    ['goes by its own name', [...grpc, '  name: other'], whole],
    ['is none when it does something else', ['zipkin:', ...grpc.slice(1)], undefined],
  ])('%s', (_, lines, expected) => {
    expect(readExternalProviders(parseMeshConfig(provider(lines)))?.get('asks')).toEqual(expected);
  });

  it('is unknown where the settings are not to be read', () => {
    expect(readExternalProviders(null)).toBeNull();
    expect(readExternalProviders(parseMeshConfig('extensionProviders: {a: 1}'))).toBeNull();
  });

  it.each<[because: string, pods: number, host: string, state: string]>([
    ['can answer', 1, 'ext.security.svc.cluster.local', 'ready'],
    ['cannot answer without pods', 0, 'ext.security.svc.cluster.local', 'no_endpoints'],
    ['cannot answer under a name nobody has', 1, 'nobody.security.svc.cluster.local', 'unknown_service'],
  ])('%s', (_, pods, host, state) => {
    const mesh = compileMesh([...workload('security/ext', { pods }), service('security/ext', { port: 9000 })]);
    expect(mesh.providerState({ ...whole, protocol: 'grpc', host })).toBe(state);
  });

  it('is looked up in the namespace that it names', () => {
    const mesh = compileMesh([...workload('security/ext'), service('security/ext', { port: 9000 })]);
    const short = { ...whole, protocol: 'grpc', host: 'ext' } as const;
    expect(mesh.providerState({ ...short, namespace: 'security' })).toBe('ready');
    expect(mesh.providerState(short)).toBe('unknown_service');
  });

  it.each<[because: string, mesh: string | null, dry: boolean, detail: string]>([
    ['is said not to be asked', provider(grpc), false, 'what it would answer is not known'],
    ['is said not to be found where the settings are not to be read', null, false, 'cannot be read'],
    ['is said not to be asked on a dry run', provider(grpc), true, 'unverified'],
  ])('%s', (_, mesh, dry, detail) => {
    const objects = [
      policy(custom('asks', {}), 'bookinfo/p', dry ? { 'istio.io/dry-run': 'true' } : {}),
      ...(mesh ? [meshConfig(mesh)] : []),
    ];
    expect(withReviews(objects).mesh.unsupported).toEqual([
      expect.objectContaining({ path: 'spec.provider', detail: expect.stringContaining(detail) }),
    ]);
  });
});
