import type { KubeObject } from '@vigla/contract/objects';

const rbac = 'rbac.authorization.k8s.io';
const open = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const discovery = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];

/** The roles every cluster starts with, so that people can find their way around; objects of the scenario may replace them. */
export function bootstrapRoles(creationTimestamp: string): readonly KubeObject[] {
  return [
    role('cluster-admin', [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ]),
    role('system:basic-user', [
      { apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], verbs: ['create'] },
      { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
    ]),
    role('system:discovery', [{ nonResourceURLs: discovery, verbs: ['get'] }]),
    role('system:public-info-viewer', [{ nonResourceURLs: open, verbs: ['get'] }]),
    binding('cluster-admin', ['system:masters']),
    binding('system:basic-user', ['system:authenticated']),
    binding('system:discovery', ['system:authenticated']),
    binding('system:public-info-viewer', ['system:authenticated', 'system:unauthenticated']),
  ].map((object) => ({
    ...object,
    metadata: { ...object.metadata, creationTimestamp, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
  }));
}

const role = (name: string, rules: readonly object[]): KubeObject => ({
  apiVersion: `${rbac}/v1`,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});

const binding = (name: string, groups: readonly string[]): KubeObject => ({
  apiVersion: `${rbac}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
  subjects: groups.map((group) => ({ apiGroup: rbac, kind: 'Group', name: group })),
});
