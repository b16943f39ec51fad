import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deployment } from '../trial.ts';
import { type KubectlTrial, needKubectl, ratings, startKubectlTrial } from './kubectl-trial.ts';

let trial: KubectlTrial;

beforeEach(needKubectl);
beforeAll(async () => {
  trial = await startKubectlTrial([deployment('details', 1), ratings()]);
});
afterAll(() => trial?.[Symbol.asyncDispose]());

const kubectl = (...args: readonly string[]) => trial.kubectl(...args);
const stored = (kind: string, name: string) => trial.cluster.store.list(kind).find(({ metadata }) => metadata.name === name);
const vs = ['vs', 'reviews', '-n', 'bookinfo'];

describe('edit', () => {
  const edit = async (sed: string) =>
    trial.run({ env: { KUBE_EDITOR: await trial.editor(`editor-${sed.length}.sh`, sed) } }, 'edit', ...vs);

  it('stores what a person writes', async () => {
    expect((await edit('s/subset: v1/subset: v2/')).out).toBe('virtualservice.networking.istio.io/reviews edited\n');
    expect(stored('VirtualService', 'reviews')?.spec).toMatchObject({ http: [{ route: [{ destination: { subset: 'v2' } }] }] });
  });

  it('stores nothing where nothing was written', async () => {
    const before = stored('VirtualService', 'reviews');
    expect((await edit('s/^$//')).err).toContain('Edit cancelled, no changes made');
    expect(stored('VirtualService', 'reviews')).toBe(before);
  });

  it('is told what is wrong with it', async () => {
    const { err, code } = await edit('s/weight: 100/weight: -1/');
    expect(code).toBe(1);
    expect(err).toContain('weight must be greater than or equal to 0');
  });
});

describe('patch', () => {
  it('merges', async () => {
    expect((await kubectl('patch', ...vs, '--type=merge', '-p', '{"spec":{"hosts":["reviews","r"]}}')).out).toContain('patched');
    expect(stored('VirtualService', 'reviews')?.spec).toMatchObject({ hosts: ['reviews', 'r'] });
  });

  it('does what a list of operations says', async () => {
    expect((await kubectl('patch', ...vs, '--type=json', '-p', '[{"op":"remove","path":"/spec/hosts/1"}]')).out).toContain('patched');
    expect(stored('VirtualService', 'reviews')?.spec).toMatchObject({ hosts: ['reviews'] });
    const wrong = await kubectl('patch', ...vs, '--type=json', '-p', '[{"op":"test","path":"/spec/hosts/0","value":"x"}]');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/server rejected our request|request is invalid/)]);
  });

  it('merges built-in kinds by the meaning of their lists', async () => {
    const containers = [{ name: 'app', env: [{ name: 'MODE', value: 'slow' }] }];
    const patch = JSON.stringify({ spec: { template: { spec: { containers } } } });
    expect((await kubectl('patch', 'deploy/details', '-n', 'bookinfo', '-p', patch)).out).toContain('patched');
    expect(stored('Deployment', 'details')?.spec).toMatchObject({
      template: { spec: { containers: [{ name: 'app', image: 'app:1', env: [{ name: 'MODE', value: 'slow' }] }] } },
    });
  });

  it('is told which patches a custom kind takes', async () => {
    expect((await kubectl('patch', ...vs, '-p', '{"spec":{}}')).err).toContain(
      'accepted media types include: application/json-patch+json, application/merge-patch+json',
    );
  });
});

describe('labels and annotations', () => {
  it('are set, changed and taken away', async () => {
    expect((await kubectl('label', ...vs, 'team=web')).out).toContain('labeled');
    expect((await kubectl('label', ...vs, 'team=app')).err).toContain("'team' already has a value (web), and --overwrite is false");
    expect((await kubectl('label', ...vs, 'team=app', '--overwrite')).out).toContain('labeled');
    expect((await kubectl('annotate', ...vs, 'note=hello')).out).toContain('annotated');
    expect((await kubectl('get', 'vs', '-A', '-l', 'team in (web,app)', '-o', 'name')).out).toBe(
      'virtualservice.networking.istio.io/reviews\n',
    );
    await kubectl('label', ...vs, 'team-');
    expect(stored('VirtualService', 'reviews')?.metadata).toMatchObject({ annotations: { note: 'hello' } });
    expect(stored('VirtualService', 'reviews')?.metadata.labels ?? {}).toEqual({});
  });

  it('must be well formed', async () => {
    expect((await kubectl('label', ...vs, 'team=a b')).err).toMatch(/invalid label value|is not a label value/);
  });
});

describe('create, replace and delete', () => {
  it('create what is not there and refuse what is', async () => {
    const path = await trial.file('new.json', ratings('new'));
    expect((await kubectl('create', '-f', path)).out).toBe('destinationrule.networking.istio.io/new created\n');
    expect((await kubectl('create', '-f', path)).err).toContain('Error from server (AlreadyExists): error when creating');
    await trial.file('new.json', ratings('new', { host: 'other' }));
    expect((await kubectl('replace', '-f', path)).out).toBe('destinationrule.networking.istio.io/new replaced\n');
    expect(stored('DestinationRule', 'new')?.spec).toMatchObject({ host: 'other' });
    expect((await kubectl('delete', '-f', path)).out).toContain('destinationrule.networking.istio.io "new" deleted');
    expect((await kubectl('delete', '-f', path)).err).toContain('(NotFound)');
    expect((await kubectl('delete', '-f', path, '--ignore-not-found')).code).toBe(0);
  });

  it('create a namespace and everyday things in it, and delete them with it', async () => {
    const made: readonly (readonly [args: readonly string[], said: string])[] = [
      [['namespace', 'short'], 'namespace/short created\n'],
      [['configmap', 'settings', '-n', 'short', '--from-literal=a=b'], 'configmap/settings created\n'],
      [['secret', 'generic', 'hidden', '-n', 'short', '--from-literal=key=word'], 'secret/hidden created\n'],
      [['serviceaccount', 'robot', '-n', 'short'], 'serviceaccount/robot created\n'],
      [['deployment', 'web', '-n', 'short', '--image=web:1', '--replicas=2'], 'deployment.apps/web created\n'],
      [['service', 'clusterip', 'web', '-n', 'short', '--tcp=80:8080'], 'service/web created\n'],
      [['role', 'reader', '-n', 'short', '--verb=get,list', '--resource=pods'], 'role.rbac.authorization.k8s.io/reader created\n'],
      [['rolebinding', 'readers', '-n', 'short', '--role=reader', '--user=ann'], 'rolebinding.rbac.authorization.k8s.io/readers created\n'],
    ];
    for (const [args, said] of made) expect(await kubectl('create', ...args)).toMatchObject({ out: said, err: '' });
    expect((await kubectl('get', 'cm', 'settings', '-n', 'short', '-o', 'jsonpath={.data.a}')).out).toBe('b');
    expect((await kubectl('get', 'secret', 'hidden', '-n', 'short', '-o', 'jsonpath={.data.key}')).out).toBe('d29yZA==');
    expect((await kubectl('get', 'pods', '-n', 'short', '-l', 'app=web', '-o', 'name')).out.trim().split('\n')).toHaveLength(2);
    expect((await kubectl('get', 'endpoints', 'web', '-n', 'short', '--no-headers')).out).toMatch(
      /^web\s+10\.245\.\d+\.\d+:8080,10\.245\.\d+\.\d+:8080\s/m,
    );
    expect((await kubectl('auth', 'can-i', 'list', 'pods', '-n', 'short', '--as', 'ann')).out).toBe('yes\n');
    expect((await kubectl('delete', 'namespace', 'short')).code).toBe(0);
    expect(
      ['ConfigMap', 'Secret', 'ServiceAccount', 'Deployment', 'ReplicaSet', 'Pod', 'Role', 'Endpoints'].map((kind) =>
        trial.cluster.store.list(kind, 'short'),
      ),
    ).toEqual(Array.from({ length: 8 }, () => []));
  });

  it('refuse a namespace that is not there', async () => {
    expect((await kubectl('create', 'configmap', 'lost', '-n', 'nowhere')).err).toContain('namespaces "nowhere" not found');
  });

  it('delete by label, and wait for what a finalizer holds', async () => {
    const labelled = (name: string, finalizers: readonly string[]) => ({
      ...ratings(name),
      metadata: { name, namespace: 'bookinfo', labels: { wave: 'one' }, finalizers },
    });
    await kubectl('create', '-f', await trial.file('wave.json', labelled('w1', []), labelled('w2', ['lab.vigla/hold'])));
    const deleting = kubectl('delete', 'dr', '-n', 'bookinfo', '-l', 'wave=one');
    for (let turn = 0; turn < 100 && !stored('DestinationRule', 'w2')?.metadata.deletionTimestamp; turn += 1)
      await kubectl('get', 'dr', 'w2', '-n', 'bookinfo');
    expect(stored('DestinationRule', 'w2')?.metadata.finalizers).toEqual(['lab.vigla/hold']);
    await kubectl('patch', 'dr/w2', '-n', 'bookinfo', '--type=merge', '-p', '{"metadata":{"finalizers":null}}');
    expect((await deleting).code).toBe(0);
    expect([stored('DestinationRule', 'w1'), stored('DestinationRule', 'w2')]).toEqual([undefined, undefined]);
  });
});
