import { expect, it } from 'vitest';
import { admin, ask, editor, startTrial, viewer } from '../trial.ts';

const access = (attributes: object) => ({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  spec: { resourceAttributes: attributes },
});
const path = (plural: string) => `/apis/authorization.k8s.io/v1/${plural}`;

it.each([
  ['the viewer may list anywhere', viewer, { verb: 'list', group: '', resource: 'pods' }, true],
  [
    'the viewer may write nowhere',
    viewer,
    { verb: 'create', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'bookinfo' },
    false,
  ],
  [
    'the editor may write in one namespace',
    editor,
    { verb: 'create', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'bookinfo' },
    true,
  ],
  [
    'the editor may write in no other',
    editor,
    { verb: 'create', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'default' },
    false,
  ],
  [
    'the editor may see their own namespace',
    editor,
    { verb: 'get', group: '', resource: 'namespaces', namespace: 'bookinfo', name: 'bookinfo' },
    true,
  ],
  ['the editor may not list namespaces', editor, { verb: 'list', group: '', resource: 'namespaces' }, false],
])('answers whether %s', async (_, as, attributes, allowed) => {
  await using cluster = await startTrial();
  const { code, body } = await ask(cluster, 'POST', path('selfsubjectaccessreviews'), { as, body: access(attributes) });
  expect(code).toBe(201);
  expect(body).toMatchObject({ kind: 'SelfSubjectAccessReview', status: { allowed } });
});

it('answers about others only those who may ask', async () => {
  await using cluster = await startTrial();
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: 'viewer@lab', groups: ['lab:viewers'], resourceAttributes: { verb: 'get', resource: 'pods' } },
  };
  expect((await ask(cluster, 'POST', path('subjectaccessreviews'), { body })).body).toMatchObject({
    status: { allowed: true, reason: expect.stringContaining('ClusterRoleBinding "viewers"') },
  });
  expect((await ask(cluster, 'POST', path('subjectaccessreviews'), { as: viewer, body })).code).toBe(403);
});

it('lists the rules of a namespace', async () => {
  await using cluster = await startTrial();
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: 'bookinfo' } };
  const rules = (await ask(cluster, 'POST', path('selfsubjectrulesreviews'), { as: editor, body })).body;
  expect(rules).toMatchObject({
    status: {
      incomplete: false,
      resourceRules: expect.arrayContaining([
        expect.objectContaining({ apiGroups: ['networking.istio.io'], verbs: ['create', 'update', 'patch', 'delete'] }),
      ]),
    },
  });
});

it('tells whose token it is shown, and that it knows no other', async () => {
  await using cluster = await startTrial();
  const review = (token: string) => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } });
  const url = '/apis/authentication.k8s.io/v1/tokenreviews';
  expect((await ask(cluster, 'POST', url, { body: review(editor.token) })).body).toMatchObject({
    status: { authenticated: true, user: { username: 'editor@lab' } },
  });
  expect((await ask(cluster, 'POST', url, { body: review('stolen') })).body).toMatchObject({ status: { authenticated: false } });
  expect((await ask(cluster, 'POST', url, { as: viewer, body: review(admin.token) })).code).toBe(403);
});

it('refuses a question that asks nothing', async () => {
  await using cluster = await startTrial();
  expect((await ask(cluster, 'POST', path('selfsubjectaccessreviews'), { body: { ...access({}), spec: {} } })).code).toBe(400);
});
