import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { at } from '@vigla/contract/units';
import { createKubernetes as startCluster } from '@vigla/lab/kubernetes';
import { recordingRules } from '@vigla/domain/promql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { readSettings, settingNames, variableOf } from './config/index.ts';
import { createKubernetes, watchedResources } from './kubernetes/index.ts';

const folder = fileURLToPath(new URL('../../../deploy', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
const documents = files.flatMap(({ name, text }) =>
  parseAllDocuments(text).map((document) => ({ name, errors: document.errors, content: document.toJS() as unknown })),
);

const Rule = z.strictObject({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) });
const ClusterRole = z.object({ kind: z.literal('ClusterRole'), metadata: z.object({ name: z.string() }), rules: z.array(Rule) });
const Binding = z.object({
  kind: z.enum(['ClusterRoleBinding', 'RoleBinding']),
  metadata: z.object({ name: z.string() }),
  roleRef: z.object({ name: z.string() }),
});
const Kustomization = z.object({
  kind: z.enum(['Kustomization', 'Component']),
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  patches: z.array(z.object({ path: z.string().optional() })).default([]),
});

/** The documents that are of a shape. */
const found = <T>(shape: z.ZodType<T>): readonly T[] =>
  documents.flatMap(({ content }) => {
    const read = shape.safeParse(content);
    return read.success ? [read.data] : [];
  });
const roleOf = (name: string) => found(ClusterRole).find(({ metadata }) => metadata.name === name)?.rules ?? [];
const rightsIn = (rules: readonly z.infer<typeof Rule>[]): readonly string[] =>
  rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}.${group}`))),
    )
    .sort();

describe('the manifests', () => {
  it('are valid YAML, and all of them are used', () => {
    expect(documents.filter(({ errors }) => errors.length > 0)).toEqual([]);
    const used = documents.flatMap(({ name, content }) => {
      const read = Kustomization.safeParse(content);
      if (!read.success) return [];
      const { resources, components, patches } = read.data;
      const named = [...resources, ...components, ...patches.flatMap(({ path }) => path ?? [])];
      return named.map((one) => relative(folder, join(folder, dirname(name), one)));
    });
    const parts = files.map(({ name }) => name).filter((name) => !/kustomization\.yaml$|vigla\.yaml$|\.rules\.yaml$/.test(name));
    expect(parts.filter((name) => !used.includes(name))).toEqual([]);
    expect(parts.length).toBeGreaterThan(5);
  });

  it('name only variables that are settings', () => {
    const named = new Set(files.flatMap(({ text }) => text.match(/VIGLA_[A-Z_]+/g) ?? []));
    const known = new Set(['VIGLA_CONFIG', ...settingNames.map(variableOf)]);
    expect(named.has('VIGLA_CONFIG')).toBe(true);
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(files.filter(({ name }) => name.endsWith('vigla.yaml')).map(({ name }) => name))(
    'have settings in %s that the server starts with, open to the network',
    (name) => {
      const readFile = () => readFileSync(join(folder, name), 'utf8');
      expect(readSettings({ args: ['serve'], env: { VIGLA_CONFIG: name }, readFile })).toMatchObject({
        ok: true,
        value: { kind: 'run', settings: { command: 'serve', 'server.host': '::' } },
      });
    },
  );
});

describe('the recording rules', () => {
  const Groups = z.strictObject({
    groups: z.tuple([z.strictObject({ name: z.string(), interval: z.string(), rules: z.array(z.unknown()) })]),
  });
  const rules = recordingRules({ intervalSeconds: 30, rangeSeconds: 60 });
  const written = z.object({ spec: Groups });

  it('keep what a reading asks, as a file and as a manifest (run "pnpm recording-rules" when they do not)', () => {
    const expected = { groups: [{ name: 'vigla', interval: '30s', rules }] };
    expect(found(Groups)).toEqual([expected]);
    expect(found(written).map(({ spec }) => spec)).toEqual([expected]);
  });
});

describe('the image', () => {
  const top = join(folder, '..');
  const recipe = readFileSync(join(top, 'Containerfile'), 'utf8');

  it('is made with the pnpm that the repository names', () => {
    const { packageManager } = z.object({ packageManager: z.string() }).parse(JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')));
    expect(recipe).toContain(`npx --yes ${packageManager} install --frozen-lockfile`);
  });

  it('holds the server and its faces side by side, and runs as nobody in particular', () => {
    const copied = [...recipe.matchAll(/^COPY --from=build \/src\/apps\/(\S+)\/dist \/opt\/vigla\/(\S+)\/dist$/gm)].map(([, from, to]) => [
      from,
      to,
    ]);
    const apps = readdirSync(join(top, 'apps'));
    expect(Object.fromEntries(copied)).toEqual(Object.fromEntries(apps.map((name) => [name, name])));
    expect(recipe).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
  });
});

describe("the server's own rights", () => {
  it('are to list and watch what it reads for all, and to have tokens of old clusters reviewed', () => {
    const reading = watchedResources.flatMap(({ group, plural }) => ['list', 'watch'].map((verb) => `${verb} ${plural}.${group}`));
    expect(rightsIn(roleOf('vigla'))).toEqual([...reading, 'create tokenreviews.authentication.k8s.io'].sort());
  });

  it('come from no other roles but the one of OpenShift for metrics', () => {
    expect(found(Binding).map(({ roleRef }) => roleRef.name)).toEqual(['vigla', 'cluster-monitoring-view']);
    expect(documents.filter(({ content }) => z.object({ kind: z.literal('Role') }).safeParse(content).success)).toEqual([]);
  });
});

describe('the rights of people over the mesh', () => {
  const meshGroups = [...new Set(watchedResources.map(({ group }) => group).filter((group) => group.includes('.')))].sort();

  it.each(['vigla-mesh-view', 'vigla-mesh-edit'])('by %s are about mesh objects alone', (name) => {
    const groups = new Set(roleOf(name).flatMap(({ apiGroups }) => apiGroups));
    expect([...groups].sort()).toEqual(meshGroups);
  });

  it('let those who view read every mesh object that Vigla draws, and change none', () => {
    const rights = rightsIn(roleOf('vigla-mesh-view'));
    const mesh = watchedResources.filter(({ group }) => meshGroups.includes(group));
    expect(mesh.map(({ group, plural }) => `get ${plural}.${group}`).filter((right) => !rights.includes(right))).toEqual([]);
    expect(rights.filter((right) => !/^(get|list|watch) /.test(right))).toEqual([]);
  });

  it('let those who edit change what a traffic shift writes, and no EnvoyFilter', () => {
    const rights = rightsIn(roleOf('vigla-mesh-edit'));
    for (const plural of ['virtualservices', 'destinationrules'])
      expect(rights).toEqual(expect.arrayContaining(['create', 'delete', 'update'].map((verb) => `${verb} ${plural}.networking.istio.io`)));
    expect(rights.filter((right) => right.includes('envoyfilters'))).toEqual([]);
  });
});

describe('a cluster with the manifests applied', () => {
  const account = { id: 'vigla', username: 'system:serviceaccount:vigla:vigla', groups: ['system:serviceaccounts'], token: 't'.repeat(40) };
  let place: string;
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  let kubernetes: Awaited<ReturnType<typeof createKubernetes>>;
  const objects = (kinds: readonly string[]) =>
    found(z.looseObject({ apiVersion: z.string(), kind: z.enum(kinds), metadata: z.looseObject({ name: z.string() }) }));

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'vigla-deploy-'));
    cluster = await startCluster({
      objects: objects(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'Service']),
      personas: [account],
      now: () => Date.now(),
      host: '127.0.0.1',
      port: 0,
    });
    await writeFile(join(place, 'kubeconfig'), cluster.kubeconfig(account), { mode: 0o600 });
    kubernetes = await createKubernetes({
      kubeconfig: join(place, 'kubeconfig'),
      context: null,
      timeoutMs: 5000,
      now: () => at(Math.floor(Date.now() / 1000)),
      random: () => 0.5,
      onTrouble: (message, error) => {
        throw new Error(message, { cause: error });
      },
      patience: { firstReadMs: 15_000 },
    });
  });
  afterAll(async () => {
    kubernetes.close();
    await cluster.close();
    await rm(place, { recursive: true });
  });

  it('lets the server read everything it watches', () => {
    expect([...kubernetes.missingKinds()]).toEqual([]);
    expect(kubernetes.list('Namespace').map(({ metadata }) => metadata.name)).toContain('vigla');
    expect(kubernetes.list('Service').map(({ metadata }) => metadata.name)).toContain('vigla');
  });

  it.each([
    ['list', '', 'secrets'],
    ['get', '', 'pods'],
    ['impersonate', '', 'users'],
    ['update', 'networking.istio.io', 'virtualservices'],
    ['create', 'apps', 'deployments'],
  ])('does not let it %s %s/%s', async (verb, group, resource) => {
    const person = { username: account.username, groups: [...account.groups] };
    const identity = { person, credentials: { way: 'local' } as const, key: 'server' };
    const { signal } = new AbortController();
    expect(await kubernetes.may(identity, { verb, group, resource, namespace: 'vigla' }, signal)).toBe(false);
  });
});
