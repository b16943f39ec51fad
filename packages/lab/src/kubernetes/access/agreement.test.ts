import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { at, list, record, text } from '../json/json.ts';
import { ask, startTrial } from '../trial.ts';

/*
 * The reviews of the API against a second reading of the same stored roles. The second one is written differently on purpose: it first
 * writes out every grant as plain words, and then looks for the wanted words among them.
 */

const rbac = 'rbac.authorization.k8s.io';
const api = { apiVersion: `${rbac}/v1` };
type Rule = Readonly<Record<string, readonly string[]>>;
const clusterRole = (name: string, rules: readonly Rule[], more: object = {}): KubeObject => ({
  ...api,
  kind: 'ClusterRole',
  metadata: { name, ...more },
  rules,
});
const role = (namespace: string, name: string, rules: readonly Rule[]): KubeObject => ({
  ...api,
  kind: 'Role',
  metadata: { name, namespace },
  rules,
});
const binding = (namespace: string | undefined, to: string, subjects: readonly object[]): KubeObject => {
  const [kind = '', name = ''] = to.split('/');
  return {
    ...api,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: `${name}-${subjects.length}`, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: rbac, kind, name },
    subjects,
  };
};
const group = (name: string) => ({ kind: 'Group', apiGroup: rbac, name });
const user = (name: string) => ({ kind: 'User', apiGroup: rbac, name });

const istio = ['networking.istio.io', 'security.istio.io'];
const stored: readonly KubeObject[] = [
  clusterRole('mesh-reader', [{ apiGroups: istio, resources: ['*'], verbs: ['get', 'list', 'watch'] }], { labels: { 'to-view': 'true' } }),
  clusterRole('pod-reader', [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }], {
    labels: { 'to-view': 'yes' },
  }),
  {
    ...clusterRole('view', []),
    aggregationRule: {
      clusterRoleSelectors: [
        { matchLabels: { 'to-view': 'true' } },
        { matchExpressions: [{ key: 'to-view', operator: 'In', values: ['yes'] }] },
      ],
    },
  },
  clusterRole('statuses', [{ apiGroups: ['*'], resources: ['*/status'], verbs: ['patch'] }]),
  clusterRole('one-config', [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['istio'], verbs: ['get', 'update'] }]),
  clusterRole('health', [{ nonResourceURLs: ['/healthz', '/debug/*'], verbs: ['get'] }]),
  role('bookinfo', 'operator', [
    { apiGroups: ['networking.istio.io'], resources: ['virtualservices', 'destinationrules'], verbs: ['*'] },
    { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'] },
  ]),
  role('default', 'operator', [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }]),
  binding(undefined, 'ClusterRole/view', [group('watchers'), user('ann')]),
  binding(undefined, 'ClusterRole/statuses', [user('robot')]),
  binding(undefined, 'ClusterRole/health', [group('system:authenticated')]),
  binding('bookinfo', 'Role/operator', [user('ben'), { kind: 'ServiceAccount', name: 'deployer' }]),
  binding('default', 'Role/operator', [user('ben')]),
  binding('default', 'ClusterRole/one-config', [
    group('tuners'),
    { kind: 'ServiceAccount', name: 'deployer', namespace: 'bookinfo' },
    user('x'),
  ]),
  binding('istio-system', 'ClusterRole/view', [user('ben')]),
  binding('istio-system', 'Role/not-there', [user('ann')]),
];

interface Person {
  readonly name: string;
  readonly groups: readonly string[];
}
const people: readonly Person[] = [
  { name: 'ann', groups: [] },
  { name: 'ben', groups: ['tuners'] },
  { name: 'cat', groups: ['watchers', 'tuners'] },
  { name: 'robot', groups: [] },
  { name: 'stranger', groups: ['watcher'] },
  { name: 'root', groups: ['system:masters'] },
  { name: 'system:serviceaccount:bookinfo:deployer', groups: ['system:serviceaccounts', 'system:serviceaccounts:bookinfo'] },
];
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const resources = [
  '/pods',
  '/pods/log',
  '/configmaps',
  'apps/deployments',
  'apps/deployments/scale',
  'apps/deployments/status',
  'networking.istio.io/virtualservices',
  'networking.istio.io/destinationrules',
  'networking.istio.io/virtualservices/status',
  'security.istio.io/authorizationpolicies',
];
const namespaces = ['bookinfo', 'default', 'istio-system', ''];
const names = ['', 'istio', 'other'];
const paths = ['/healthz', '/healthz/ping', '/debug/pprof', '/metrics', '/version', '/apis/apps'];

interface Question {
  readonly person: Person;
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
}

/** Numbers that depend on nothing but the seed (Lehmer's generator). */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

function questions(seed: number, count: number): readonly Question[] {
  const source = numbers(seed);
  const pick = <T>(choices: readonly T[]): T => {
    const chosen = choices[source.next().value % choices.length];
    if (chosen === undefined) throw new Error('There is nothing to choose from.');
    return chosen;
  };
  return Array.from({ length: count }, () => {
    const asksForPath = source.next().value % 8 === 0;
    const common = { person: pick(people), verb: pick(verbs) };
    return asksForPath
      ? { ...common, verb: pick(['get', 'post']), resource: '', namespace: '', name: '', path: pick(paths) }
      : { ...common, resource: pick(resources), namespace: pick(namespaces), name: pick(names), path: '' };
  });
}

/** Every grant of a rule, as words: `verb group/resource name`, or `verb path`. */
function grants(rule: unknown): readonly string[] {
  const of = (field: string): readonly string[] => list(at(rule, field)).map(text);
  const named = of('resourceNames').length > 0 ? of('resourceNames') : ['*'];
  return of('verbs').flatMap((verb) => [
    ...of('nonResourceURLs').map((path) => `${verb} ${path}`),
    ...of('apiGroups').flatMap((one) => of('resources').flatMap((resource) => named.map((name) => `${verb} ${one}#${resource} ${name}`))),
  ]);
}

function expected(objects: readonly KubeObject[], { person, verb, resource, namespace, name, path }: Question): boolean {
  const everybody = [...person.groups, 'system:authenticated'];
  const account = /^system:serviceaccount:(.*):(.*)$/.exec(person.name);
  const isMeant = (subject: unknown, home: string | undefined): boolean =>
    at(subject, 'kind') === 'ServiceAccount'
      ? account?.[2] === at(subject, 'name') && account?.[1] === (text(at(subject, 'namespace')) || home)
      : (at(subject, 'kind') === 'User' ? [person.name] : everybody).includes(text(at(subject, 'name')));
  const roles = objects.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
  const rulesOf = (found: KubeObject | undefined): readonly unknown[] => [
    ...list(at(found, 'rules')),
    ...list(at(found, 'aggregationRule', 'clusterRoleSelectors')).flatMap((selector) =>
      roles
        .filter(
          ({ metadata }) =>
            Object.entries(record(at(selector, 'matchLabels'))).every(([key, value]) => metadata.labels?.[key] === value) &&
            list(at(selector, 'matchExpressions')).every((one) =>
              list(at(one, 'values')).includes(metadata.labels?.[text(at(one, 'key'))] ?? ''),
            ),
        )
        .flatMap((other) => list(at(other, 'rules'))),
    ),
  ];
  const held = objects
    .filter(
      ({ kind, metadata }) =>
        kind === 'ClusterRoleBinding' || (kind === 'RoleBinding' && namespace !== '' && metadata.namespace === namespace),
    )
    .filter((one) => list(at(one, 'subjects')).some((subject) => isMeant(subject, one.metadata.namespace)))
    .map((one) =>
      roles.find(
        ({ kind, metadata }) =>
          kind === at(one, 'roleRef', 'kind') &&
          metadata.name === at(one, 'roleRef', 'name') &&
          (kind === 'ClusterRole' || metadata.namespace === one.metadata.namespace),
      ),
    )
    .flatMap(rulesOf)
    .flatMap(grants);
  if (path) {
    const stars = Array.from({ length: path.length }, (_, index) => `${path.slice(0, index)}*`);
    return ['*', verb].some((word) => [path, `${path}*`, ...stars].some((one) => held.includes(`${word} ${one}`)));
  }
  const [apiGroup = '', plural = '', sub] = resource.split('/');
  const called = sub === undefined ? [plural] : [`${plural}/${sub}`, `*/${sub}`];
  return ['*', verb].some((v) =>
    ['*', apiGroup].some((g) => ['*', ...called].some((r) => ['*', name].some((n) => held.includes(`${v} ${g}#${r} ${n}`)))),
  );
}

describe('the reviews of the API', () => {
  it('agree with the stored roles in 200 questions drawn by lot', async () => {
    await using cluster = await startTrial(stored);
    const objects = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].flatMap((kind) => cluster.store.list(kind));
    const asked = questions(20_260_302, 200);
    const answered = await Promise.all(
      asked.map(async (question) => {
        const { person, verb, resource, namespace, name, path } = question;
        const [apiGroup = '', plural = '', subresource = ''] = resource.split('/');
        const spec = path
          ? { nonResourceAttributes: { verb, path } }
          : { resourceAttributes: { verb, group: apiGroup, resource: plural, subresource, namespace, name } };
        const { body } = await ask(cluster, 'POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
          headers: { 'impersonate-user': person.name, ...(person.groups.length > 0 ? { 'impersonate-group': person.groups } : {}) },
          body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec },
        });
        return { question, allowed: at(body, 'status', 'allowed') };
      }),
    );
    const wanted = asked.map((question) => ({ question, allowed: expected(objects, question) }));
    expect(answered).toEqual(wanted);
    const yes = wanted.filter(({ allowed }) => allowed).length;
    expect([yes > 40, yes < 160]).toEqual([true, true]);
  }, 60_000);
});
