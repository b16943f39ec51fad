import type { KubeObject } from '@vigla/contract/objects';
import { expect, it } from 'vitest';
import { createStore } from '../store/store.ts';
import type { User } from './persona.ts';
import { type Attributes, createRbac } from './rbac.ts';

const role = (name: string, rules: readonly object[], more: object = {}): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules,
  ...more,
});
const bound = (kind: 'RoleBinding' | 'ClusterRoleBinding', roleName: string, subject: object, namespace?: string): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name: `${roleName}-${kind}-${namespace ?? ''}`.toLowerCase(), ...(namespace ? { namespace } : {}) },
  roleRef: { kind: 'ClusterRole', name: roleName },
  subjects: [subject],
});
const ann: User = { username: 'ann', groups: ['staff', 'system:authenticated'] };
const wanted = (more: Partial<Attributes>): Attributes => ({
  verb: 'get',
  namespace: '',
  group: '',
  resource: 'pods',
  subresource: '',
  name: '',
  path: '',
  ...more,
});
const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const toAnn = { kind: 'User', name: 'ann' };

it.each<[because: string, objects: readonly KubeObject[], asked: Partial<Attributes>, allowed: boolean]>([
  ['nothing is granted', [], {}, false],
  ['a cluster-wide binding grants everywhere', [role('r', [pods]), bound('ClusterRoleBinding', 'r', toAnn)], { namespace: 'n' }, true],
  ['a binding in a namespace grants there', [role('r', [pods]), bound('RoleBinding', 'r', toAnn, 'n')], { namespace: 'n' }, true],
  ['a binding in a namespace grants nowhere else', [role('r', [pods]), bound('RoleBinding', 'r', toAnn, 'n')], { namespace: 'm' }, false],
  ['a binding in a namespace grants nothing cluster-wide', [role('r', [pods]), bound('RoleBinding', 'r', toAnn, 'n')], {}, false],
  ['a group is bound', [role('r', [pods]), bound('ClusterRoleBinding', 'r', { kind: 'Group', name: 'staff' })], {}, true],
  ['somebody else is bound', [role('r', [pods]), bound('ClusterRoleBinding', 'r', { kind: 'User', name: 'bob' })], {}, false],
  ['the role is gone', [bound('ClusterRoleBinding', 'r', toAnn)], {}, false],
  ['the verb differs', [role('r', [pods]), bound('ClusterRoleBinding', 'r', toAnn)], { verb: 'delete' }, false],
  ['the group differs', [role('r', [pods]), bound('ClusterRoleBinding', 'r', toAnn)], { group: 'apps' }, false],
  ['a subresource is not its resource', [role('r', [pods]), bound('ClusterRoleBinding', 'r', toAnn)], { subresource: 'log' }, false],
  [
    'a subresource is granted',
    [role('r', [{ ...pods, resources: ['pods/log'] }]), bound('ClusterRoleBinding', 'r', toAnn)],
    { subresource: 'log' },
    true,
  ],
  [
    'a subresource of everything is granted',
    [role('r', [{ ...pods, resources: ['*/log'] }]), bound('ClusterRoleBinding', 'r', toAnn)],
    { subresource: 'log' },
    true,
  ],
  [
    'a star stands for subresources too',
    [role('r', [{ ...pods, resources: ['*'] }]), bound('ClusterRoleBinding', 'r', toAnn)],
    { subresource: 'log' },
    true,
  ],
  ['one name is granted', [role('r', [{ ...pods, resourceNames: ['p'] }]), bound('ClusterRoleBinding', 'r', toAnn)], { name: 'p' }, true],
  [
    'a name is granted but no list',
    [role('r', [{ ...pods, verbs: ['*'], resourceNames: ['p'] }]), bound('ClusterRoleBinding', 'r', toAnn)],
    { verb: 'list' },
    false,
  ],
  [
    'a path is granted',
    [role('r', [{ nonResourceURLs: ['/apis/*'], verbs: ['get'] }]), bound('ClusterRoleBinding', 'r', toAnn)],
    { resource: '', path: '/apis/x' },
    true,
  ],
  [
    'a right to all resources is none to paths',
    [role('r', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]), bound('ClusterRoleBinding', 'r', toAnn)],
    { resource: '', path: '/apis' },
    false,
  ],
  [
    'rules are gathered from labelled roles',
    [
      role('r', [], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: 'r' } }] } }),
      role('part', [pods], { metadata: { name: 'part', labels: { into: 'r' } } }),
      bound('ClusterRoleBinding', 'r', toAnn),
    ],
    {},
    true,
  ],
])('decides when %s', (_, objects, asked, allowed) => {
  expect(createRbac(createStore({ now: () => 0, objects })).decide(ann, wanted(asked)).allowed).toBe(allowed);
});

it('knows service accounts by namespace and name', () => {
  const objects = [role('r', [pods]), bound('RoleBinding', 'r', { kind: 'ServiceAccount', name: 'robot', namespace: 'tools' }, 'n')];
  const rbac = createRbac(createStore({ now: () => 0, objects }));
  const decide = (username: string) => rbac.decide({ username, groups: [] }, wanted({ namespace: 'n' })).allowed;
  expect([decide('system:serviceaccount:tools:robot'), decide('system:serviceaccount:n:robot')]).toEqual([true, false]);
});

it('says which binding allows', () => {
  const objects = [role('r', [pods]), bound('RoleBinding', 'r', toAnn, 'n')];
  expect(createRbac(createStore({ now: () => 0, objects })).decide(ann, wanted({ namespace: 'n' })).reason).toBe(
    'RBAC: allowed by RoleBinding "r-rolebinding-n"',
  );
});
