import type { KubeObject } from '@vigla/contract/objects';
import { object, type Told } from './object.ts';

/** The three people of every scenario, without their tokens. */
export const people = [
  { id: 'admin', username: 'admin', groups: ['mesh:admins'] },
  { id: 'viewer', username: 'viewer', groups: ['mesh:viewers'] },
  { id: 'editor', username: 'editor', groups: ['mesh:editors'] },
] as const;

const rbac = 'rbac.authorization.k8s.io';
const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch', 'delete'];
const meshGroups = ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io', 'gateway.networking.k8s.io'];
/** Named one by one: whoever may read everything else may not read secrets. */
const coreResources = [
  'configmaps',
  'endpoints',
  'events',
  'namespaces',
  'nodes',
  'pods',
  'pods/log',
  'pods/status',
  'services',
  'serviceaccounts',
];
const groupsToRead = ['apps', 'batch', 'discovery.k8s.io', rbac, 'admissionregistration.k8s.io', 'apiextensions.k8s.io', ...meshGroups];

/** What the three people may do: everything; read all namespaces; read one namespace and write the mesh configuration in it. */
export function rolesFor(namespace: string, told: Told): readonly KubeObject[] {
  const role = (kind: 'ClusterRole' | 'Role', name: string, rules: readonly object[]): KubeObject =>
    object({ apiVersion: `${rbac}/v1`, kind, name, ...(kind === 'Role' && { namespace }), body: { rules } }, told);
  const binding = (kind: 'ClusterRole' | 'Role', name: string, group: string): KubeObject =>
    object(
      {
        apiVersion: `${rbac}/v1`,
        kind: `${kind}Binding`,
        name,
        ...(kind === 'Role' && { namespace }),
        body: { roleRef: { apiGroup: rbac, kind, name }, subjects: [{ apiGroup: rbac, kind: 'Group', name: group }] },
      },
      told,
    );
  const reading = [
    { apiGroups: [''], resources: coreResources, verbs: read },
    { apiGroups: groupsToRead, resources: ['*'], verbs: read },
  ];
  return [
    role('ClusterRole', 'mesh-admin', [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ]),
    role('ClusterRole', 'mesh-viewer', reading),
    role('ClusterRole', `mesh-editor-${namespace}`, [
      { apiGroups: [''], resources: ['namespaces'], resourceNames: [namespace], verbs: ['get'] },
    ]),
    role('Role', 'mesh-editor', [...reading, { apiGroups: meshGroups, resources: ['*'], verbs: write }]),
    binding('ClusterRole', 'mesh-admin', 'mesh:admins'),
    binding('ClusterRole', 'mesh-viewer', 'mesh:viewers'),
    binding('ClusterRole', `mesh-editor-${namespace}`, 'mesh:editors'),
    binding('Role', 'mesh-editor', 'mesh:editors'),
  ];
}
