import { builtin, type Resource, readOnly } from './resource.ts';

const workload = { categories: ['all'], counted: true, subresources: ['scale', 'status'] } as const;

const core: readonly Resource[] = [
  builtin('v1', { kind: 'ConfigMap', plural: 'configmaps', shortNames: ['cm'] }),
  builtin('v1', { kind: 'Endpoints', plural: 'endpoints', singular: 'endpoints', shortNames: ['ep'] }),
  builtin('v1', { kind: 'Event', plural: 'events', shortNames: ['ev'] }),
  builtin('v1', { kind: 'Namespace', plural: 'namespaces', shortNames: ['ns'], namespaced: false, subresources: ['status'] }),
  builtin('v1', { kind: 'Node', plural: 'nodes', shortNames: ['no'], namespaced: false, verbs: readOnly }),
  builtin('v1', { kind: 'Pod', plural: 'pods', shortNames: ['po'], categories: ['all'], subresources: ['log', 'status'] }),
  builtin('v1', {
    kind: 'ReplicationController',
    plural: 'replicationcontrollers',
    shortNames: ['rc'],
    categories: ['all'],
    verbs: readOnly,
  }),
  builtin('v1', { kind: 'Secret', plural: 'secrets' }),
  builtin('v1', { kind: 'Service', plural: 'services', shortNames: ['svc'], categories: ['all'], subresources: ['status'] }),
  builtin('v1', { kind: 'ServiceAccount', plural: 'serviceaccounts', shortNames: ['sa'] }),
];

const apps: readonly Resource[] = [
  builtin('apps/v1', { kind: 'ControllerRevision', plural: 'controllerrevisions', verbs: readOnly }),
  builtin('apps/v1', { kind: 'DaemonSet', plural: 'daemonsets', shortNames: ['ds'], ...workload, subresources: ['status'] }),
  builtin('apps/v1', { kind: 'Deployment', plural: 'deployments', shortNames: ['deploy'], ...workload }),
  builtin('apps/v1', { kind: 'ReplicaSet', plural: 'replicasets', shortNames: ['rs'], ...workload }),
  builtin('apps/v1', { kind: 'StatefulSet', plural: 'statefulsets', shortNames: ['sts'], ...workload }),
];

const reading: readonly Resource[] = [
  builtin('batch/v1', { kind: 'CronJob', plural: 'cronjobs', shortNames: ['cj'], categories: ['all'], verbs: [...readOnly, 'patch'] }),
  builtin('batch/v1', { kind: 'Job', plural: 'jobs', categories: ['all'], verbs: [...readOnly, 'patch'] }),
  builtin('discovery.k8s.io/v1', { kind: 'EndpointSlice', plural: 'endpointslices', verbs: readOnly }),
  builtin('admissionregistration.k8s.io/v1', {
    kind: 'MutatingWebhookConfiguration',
    plural: 'mutatingwebhookconfigurations',
    namespaced: false,
    verbs: readOnly,
  }),
  builtin('admissionregistration.k8s.io/v1', {
    kind: 'ValidatingWebhookConfiguration',
    plural: 'validatingwebhookconfigurations',
    namespaced: false,
    verbs: readOnly,
  }),
  builtin('apiextensions.k8s.io/v1', {
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    shortNames: ['crd', 'crds'],
    namespaced: false,
    verbs: readOnly,
  }),
];

const rbac = (kind: string, plural: string, namespaced: boolean): Resource =>
  builtin('rbac.authorization.k8s.io/v1', { kind, plural, namespaced });

const question = (groupVersion: string, kind: string, plural: string, namespaced = false): Resource =>
  builtin(groupVersion, { kind, plural, namespaced, verbs: ['create'], question: true });

/** The kinds that come with Kubernetes, as far as the lab serves them. */
export const builtinResources: readonly Resource[] = [
  ...core,
  ...apps,
  ...reading,
  builtin('coordination.k8s.io/v1', { kind: 'Lease', plural: 'leases' }),
  builtin('networking.k8s.io/v1', { kind: 'Ingress', plural: 'ingresses', shortNames: ['ing'], counted: true, subresources: ['status'] }),
  builtin('networking.k8s.io/v1', { kind: 'NetworkPolicy', plural: 'networkpolicies', shortNames: ['netpol'], counted: true }),
  rbac('ClusterRole', 'clusterroles', false),
  rbac('ClusterRoleBinding', 'clusterrolebindings', false),
  rbac('Role', 'roles', true),
  rbac('RoleBinding', 'rolebindings', true),
  question('authorization.k8s.io/v1', 'LocalSubjectAccessReview', 'localsubjectaccessreviews', true),
  question('authorization.k8s.io/v1', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews'),
  question('authorization.k8s.io/v1', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews'),
  question('authorization.k8s.io/v1', 'SubjectAccessReview', 'subjectaccessreviews'),
  question('authentication.k8s.io/v1', 'SelfSubjectReview', 'selfsubjectreviews'),
  question('authentication.k8s.io/v1', 'TokenReview', 'tokenreviews'),
];
