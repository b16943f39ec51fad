import { execFile } from 'node:child_process';
import { accessSync, constants, realpathSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { KubeObject } from '@vigla/contract/objects';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Persona } from './access/persona.ts';
import type { Kubernetes } from './create-kubernetes.ts';
import { admin, deployment, editor, startTrial, viewer, virtualService } from './trial.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The kubectl on the PATH, and others that lie beside it under names such as kubectl.1.28. */
const kubectls = findKubectls();
const [newest] = kubectls;

let folder = '';
let cluster: Kubernetes & AsyncDisposable;

function findKubectls(): readonly string[] {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((place) => join(place, 'kubectl'))
    .find(isExecutable);
  if (!onPath) return [];
  const place = dirname(realpathSync(onPath));
  const beside = readdirSync(place)
    .filter((name) => /^kubectl\.\d+\.\d+$/.test(name))
    .map((name) => join(place, name));
  return [onPath, ...beside];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

const run = (binary: string, as: Persona, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const options = {
      env: { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: join(folder, `${as.id}.yaml`), ...env },
      timeout: 60_000,
    };
    execFile(binary, args, options, (error, out, err) => resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }));
  });

const kubectl = (...args: readonly string[]): Promise<Ran> => run(newest ?? '', admin, args);

async function file(name: string, object: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(object));
  return path;
}

const ratings: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'ratings', namespace: 'bookinfo' },
  spec: { host: 'ratings', subsets: [{ name: 'v1', labels: { version: 'v1' } }] },
};

beforeEach((context) => {
  if (newest) return;
  if (process.env['CI'] === 'true') throw new Error('kubectl is not on the PATH, and CI must run these tests.');
  context.skip('kubectl is not on the PATH');
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigla-kubectl-'));
  cluster = await startTrial([
    deployment('details', 1),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'sleep', namespace: 'default', labels: { app: 'sleep' } },
      spec: { containers: [{ name: 'sleep', image: 'sleep:1' }] },
      status: { phase: 'Running' },
    },
  ]);
  for (const persona of [admin, viewer, editor])
    await writeFile(join(folder, `${persona.id}.yaml`), cluster.kubeconfig(persona), { mode: 0o600 });
});

afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  if (folder) await rm(folder, { recursive: true, force: true });
});

describe('kubectl', () => {
  it('prints the columns of a kind', async () => {
    const { out, code } = await kubectl('get', 'vs', '-A');
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.trim().split(/\s{2,}/))).toMatchObject([
      ['NAMESPACE', 'NAME', 'GATEWAYS', 'HOSTS', 'AGE'],
      ['bookinfo', 'reviews', '["reviews"]', expect.any(String)],
      [''],
    ]);
  });

  it('prints objects as they are stored', async () => {
    const { out } = await kubectl('get', 'virtualservice.networking.istio.io', 'reviews', '-n', 'bookinfo', '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      spec: virtualService('reviews').spec,
    });
  });

  it('knows the server, its kinds and their short names', async () => {
    expect((await kubectl('version')).out).toContain('Server Version: v1.33.0+vigla-lab');
    const { out } = await kubectl('api-resources', '-o', 'wide');
    expect(out).toMatch(/virtualservices\s+vs\s+networking\.istio\.io\/v1\s+true\s+VirtualService\s+create,delete/);
    expect(out).toMatch(/peerauthentications\s+pa\s/);
  });

  it('creates, leaves unchanged, and changes what it applies', async () => {
    const path = await file('ratings.json', ratings);
    expect((await kubectl('apply', '-f', path)).out).toBe('destinationrule.networking.istio.io/ratings created\n');
    const versionOf = async () =>
      (await kubectl('get', 'dr', 'ratings', '-n', 'bookinfo', '-o', 'jsonpath={.metadata.resourceVersion}/{.metadata.generation}')).out;
    const first = await versionOf();
    expect((await kubectl('apply', '-f', path)).out).toBe('destinationrule.networking.istio.io/ratings unchanged\n');
    expect(await versionOf()).toBe(first);
    await file('ratings.json', { ...ratings, spec: { host: 'ratings', subsets: [{ name: 'v2', labels: { version: 'v2' } }] } });
    const diff = await kubectl('diff', '-f', path);
    expect([diff.code, diff.out]).toEqual([1, expect.stringMatching(/-\s+name: v1\n[\s\S]*\+\s+name: v2\n/)]);
    expect(await versionOf()).toBe(first);
    expect((await kubectl('apply', '-f', path)).out).toBe('destinationrule.networking.istio.io/ratings configured\n');
    expect(await versionOf()).toMatch(/\/2$/);
    expect((await kubectl('diff', '-f', path)).code).toBe(0);
  });

  it('applies on the server, again without a change, and is told of conflicts', async () => {
    const object = { ...ratings, metadata: { name: 'owned', namespace: 'bookinfo' } };
    const path = await file('owned.json', object);
    const apply = (manager: string) => kubectl('apply', '--server-side', `--field-manager=${manager}`, '-f', path);
    expect((await apply('argocd')).out).toContain('serverside-applied');
    const before = cluster.store.list('DestinationRule', 'bookinfo').find(({ metadata }) => metadata.name === 'owned');
    await apply('argocd');
    expect(cluster.store.list('DestinationRule', 'bookinfo')).toContainEqual(before);
    await file('owned.json', { ...object, spec: { host: 'ratings.bookinfo.svc.cluster.local' } });
    const refused = await apply('somebody');
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('conflict with "argocd": .spec.host');
    expect((await kubectl('apply', '--server-side', '--force-conflicts', '--field-manager=somebody', '-f', path)).code).toBe(0);
  });

  it('edits', async () => {
    const editing = join(folder, 'editor.sh');
    await writeFile(editing, '#!/bin/sh\nsed -i "s/subset: v1/subset: v2/" "$1"\n', { mode: 0o755 });
    const { out } = await run(newest ?? '', admin, ['edit', 'vs', 'reviews', '-n', 'bookinfo'], { KUBE_EDITOR: editing });
    expect(out).toBe('virtualservice.networking.istio.io/reviews edited\n');
    expect(JSON.stringify(cluster.store.list('VirtualService', 'bookinfo'))).toContain('"subset":"v2"');
  });

  it('patches, labels and annotates', async () => {
    const vs = ['vs', 'reviews', '-n', 'bookinfo'];
    expect((await kubectl('patch', ...vs, '--type=merge', '-p', '{"spec":{"hosts":["reviews","r"]}}')).out).toContain('patched');
    expect((await kubectl('patch', ...vs, '--type=json', '-p', '[{"op":"remove","path":"/spec/hosts/1"}]')).out).toContain('patched');
    expect((await kubectl('patch', ...vs, '-p', '{"spec":{}}')).err).toContain(
      'accepted media types include: application/json-patch+json, application/merge-patch+json',
    );
    expect((await kubectl('label', ...vs, 'team=web')).out).toContain('labeled');
    expect((await kubectl('annotate', ...vs, 'note=hello')).out).toContain('annotated');
    expect((await kubectl('get', 'vs', '-A', '-l', 'team in (web,app)', '-o', 'name')).out).toBe(
      'virtualservice.networking.istio.io/reviews\n',
    );
  });

  it('is told what the webhook refuses, word for word', async () => {
    const path = await file('bad.json', virtualService('bad', [0, 0]));
    const { err, code } = await kubectl('apply', '-f', path);
    expect(code).toBe(1);
    expect(err).toContain(
      'admission webhook "rev.validation.istio.io" denied the request: configuration is invalid: http[0]: total destination weight = 0',
    );
  });

  it('is told of misspelled fields before anything is stored', async () => {
    const path = await file('odd.json', { ...ratings, metadata: { name: 'odd', namespace: 'bookinfo' }, spec: { host: 'x', subset: [] } });
    expect((await kubectl('apply', '-f', path)).err).toContain('strict decoding error: unknown field "spec.subset"');
    expect((await kubectl('get', 'dr', 'odd', '-n', 'bookinfo')).err).toContain('destinationrules.networking.istio.io "odd" not found');
  });

  it('scales to nothing and back, and restarts', async () => {
    const target = ['deployment/details', '-n', 'bookinfo'];
    expect((await kubectl('scale', ...target, '--replicas=2')).out).toContain('scaled');
    expect((await kubectl('get', 'pods', '-n', 'bookinfo', '-l', 'app=details')).out.match(/2\/2\s+Running/g)).toHaveLength(2);
    await kubectl('scale', ...target, '--replicas=0');
    expect((await kubectl('get', 'pods', '-n', 'bookinfo', '-l', 'app=details')).err).toContain('No resources found');
    await kubectl('scale', ...target, '--replicas=1');
    expect((await kubectl('rollout', 'restart', ...target)).out).toContain('restarted');
    expect((await kubectl('rollout', 'status', ...target, '--timeout=20s')).out).toContain('successfully rolled out');
    expect((await kubectl('get', 'all', '-n', 'bookinfo')).out).toMatch(/deployment\.apps\/details\s+1\/1\s+1\s+1/);
    expect((await kubectl('get', 'events', '-n', 'bookinfo')).out).toContain('Scaled down replica set');
  });

  it('describes a pod and explains a field', async () => {
    expect((await kubectl('describe', 'pod', 'sleep', '-n', 'default')).out).toMatch(/Name:\s+sleep[\s\S]*Events:\s+<none>/);
    expect((await kubectl('explain', 'virtualservice.spec.http.route')).out).toContain('Destinations with their relative weights.');
  });

  it('says that there is no log to show', async () => {
    const { code, err } = await kubectl('logs', 'sleep', '-n', 'default');
    expect(code).toBe(1);
    expect(err).toContain('no container runs here');
  });

  it('watches what changes', async () => {
    const watching = kubectl('get', 'cm', '-n', 'default', '-w', '--request-timeout=3s', '--no-headers');
    const stop = setInterval(
      () =>
        cluster.store.put(
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'seen', namespace: 'default' },
            data: { at: String(performance.now()) },
          },
          'story',
        ),
      200,
    );
    const { out } = await watching;
    clearInterval(stop);
    expect(out.match(/^seen\s+1\s/gm)?.length).toBeGreaterThan(1);
  });

  it('deletes, and deletes a namespace with what is in it', async () => {
    const path = await file('gone.json', { ...ratings, metadata: { name: 'gone', namespace: 'bookinfo' } });
    await kubectl('create', '-f', path);
    expect((await kubectl('delete', '-f', path)).out).toContain('destinationrule.networking.istio.io "gone" deleted');
    expect((await kubectl('create', 'namespace', 'short')).out).toBe('namespace/short created\n');
    expect((await kubectl('create', 'configmap', 'in-it', '-n', 'short', '--from-literal=a=b')).out).toBe('configmap/in-it created\n');
    expect((await kubectl('get', 'cm', 'in-it', '-n', 'short', '-o', 'jsonpath={.data.a}')).out).toBe('b');
    expect((await kubectl('delete', 'namespace', 'short')).code).toBe(0);
    expect(cluster.store.list('ConfigMap', 'short')).toEqual([]);
  });

  it.each([
    ['admin', admin, 'yes', 'yes', 'yes'],
    ['viewer', viewer, 'no', 'no', 'yes'],
    ['editor', editor, 'yes', 'no', 'no'],
  ])('asks what the %s may do', async (_, as, here, elsewhere, namespaces) => {
    const ask = async (...args: readonly string[]) => (await run(newest ?? '', as, ['auth', 'can-i', ...args])).out.trim();
    expect(await ask('create', 'virtualservices.networking.istio.io', '-n', 'bookinfo')).toBe(here);
    expect(await ask('create', 'virtualservices.networking.istio.io', '-n', 'default')).toBe(elsewhere);
    expect(await ask('list', 'namespaces')).toBe(namespaces);
    expect(await ask('--list', '-n', 'bookinfo')).toMatch(/selfsubjectreviews\.authentication\.k8s\.io\s/);
    expect((await run(newest ?? '', as, ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'])).out).toBe(as.username);
  });

  it('is refused what a person may not do, with the right that is missing', async () => {
    const path = await file('ratings-viewer.json', { ...ratings, metadata: { name: 'not-mine', namespace: 'bookinfo' } });
    const { err } = await run(newest ?? '', viewer, ['apply', '-f', path]);
    expect(err).toContain(
      'User "viewer@lab" cannot create resource "destinationrules" in API group "networking.istio.io" in the namespace "bookinfo"',
    );
    expect((await run(newest ?? '', editor, ['get', 'vs', '-A'])).err).toContain('at the cluster scope');
  });

  it.each(kubectls.map((path) => [path.split('/').pop() ?? '', path]))('of another age works too: %s', async (_, binary) => {
    const home = await mkdtemp(join(folder, 'home-'));
    const old = (...args: readonly string[]) => run(binary, editor, ['-n', 'bookinfo', ...args], { HOME: home });
    const path = await file('aged.json', { ...ratings, metadata: { name: 'aged', namespace: 'bookinfo' } });
    expect((await old('get', 'vs')).out).toContain('["reviews"]');
    expect((await old('apply', '-f', path)).out).toContain('created');
    expect((await old('apply', '-f', path)).out).toContain('unchanged');
    expect((await old('auth', 'can-i', 'create', 'dr')).out).toBe('yes\n');
    expect((await old('delete', '-f', path)).out).toContain('deleted');
  });
});
