import { expect, it } from 'vitest';
import { admin, ask, editor, startTrial } from '../trial.ts';

const rbac = 'rbac.authorization.k8s.io';
const path = (plural: string, namespace?: string) => `/apis/${rbac}/v1/${namespace ? `namespaces/${namespace}/` : ''}${plural}`;
const role = (name: string, ...rules: readonly object[]) => ({ apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { name }, rules });
const bindingTo = (kind: string, name: string) => ({
  apiVersion: `${rbac}/v1`,
  kind: 'RoleBinding',
  metadata: { name: 'given' },
  roleRef: { apiGroup: rbac, kind, name },
  subjects: [{ kind: 'User', apiGroup: rbac, name: 'friend' }],
});
const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const routes = { apiGroups: ['networking.istio.io'], resources: ['virtualservices'], verbs: ['create', 'delete'] };
const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['delete'] };

/** The editor may write roles and bindings at home, and what else the trial lets them do there. */
const steward = (...more: readonly string[]) => [
  {
    ...role('steward', { apiGroups: [rbac], resources: ['roles', 'rolebindings'], verbs: ['create', 'update', ...more] }),
    metadata: { name: 'steward', namespace: 'bookinfo' },
  },
  {
    ...bindingTo('Role', 'steward'),
    metadata: { name: 'steward', namespace: 'bookinfo' },
    subjects: [{ kind: 'User', apiGroup: rbac, name: editor.username }],
  },
];

it.each<[because: string, verbs: readonly string[], plural: string, body: object, code: number]>([
  ['rights they hold', [], 'roles', role('r', pods, routes), 201],
  ['a right they do not hold', [], 'roles', role('r', pods, secrets), 403],
  ['everything', [], 'roles', role('r', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }), 403],
  ['more than they hold, with leave to', ['escalate'], 'roles', role('r', secrets), 201],
  ['a role of which they hold all', [], 'rolebindings', bindingTo('Role', 'edit'), 201],
  ['a role beyond their own rights', [], 'rolebindings', bindingTo('ClusterRole', 'cluster-admin'), 403],
  ['a role beyond their own rights, with leave to', ['bind'], 'rolebindings', bindingTo('ClusterRole', 'cluster-admin'), 403],
  ['a role that is not there yet', [], 'rolebindings', bindingTo('Role', 'nobody'), 403],
  ['a role of their place, with leave to', ['bind'], 'rolebindings', bindingTo('Role', 'steward'), 201],
])('lets somebody give, or not: %s', async (_, verbs, plural, body, code) => {
  await using cluster = await startTrial(steward(...verbs));
  const reply = await ask(cluster, 'POST', path(plural, 'bookinfo'), { as: editor, body });
  expect(reply.code).toBe(code);
});

it('names what is missing, and stores nothing', async () => {
  await using cluster = await startTrial(steward());
  const { body } = await ask(cluster, 'POST', path('roles', 'bookinfo'), { as: editor, body: role('r', pods, secrets) });
  expect(body).toMatchObject({
    reason: 'Forbidden',
    message: `roles.${rbac} "r" is forbidden: user "editor@lab" (groups=["lab:editors","system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n${JSON.stringify(secrets)}`,
  });
  expect((await ask(cluster, 'GET', `${path('roles', 'bookinfo')}/r`)).code).toBe(404);
});

it('guards changes of a role as well', async () => {
  await using cluster = await startTrial(steward());
  await ask(cluster, 'POST', path('roles', 'bookinfo'), { as: editor, body: role('r', pods) });
  const put = (...rules: readonly object[]) =>
    ask(cluster, 'PUT', `${path('roles', 'bookinfo')}/r`, { as: editor, body: role('r', ...rules) });
  expect([(await put(routes)).code, (await put(secrets)).code]).toEqual([200, 403]);
});

it('holds nobody back who may do everything', async () => {
  await using cluster = await startTrial();
  const everything = role('all', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] });
  expect((await ask(cluster, 'POST', path('roles', 'default'), { as: admin, body: everything })).code).toBe(201);
});
