import { expect, it } from 'vitest';
import { groups, matrix } from './matrix.ts';

const reading = ['get', 'list', 'watch'];
const all = [...reading, 'create', 'update', 'patch', 'delete'];
const status = ['status'];
const istio = ['v1', 'v1beta1', 'v1alpha3'];

it.each<
  [group: string, versions: readonly string[], plurals: readonly string[], verbs: readonly string[], subresources: readonly string[]]
>([
  ['', ['v1'], ['namespaces', 'services'], all, status],
  ['', ['v1'], ['pods'], all, ['log', 'status']],
  ['', ['v1'], ['configmaps', 'secrets', 'serviceaccounts', 'endpoints', 'events'], all, []],
  ['', ['v1'], ['nodes', 'replicationcontrollers'], reading, []],
  ['apps', ['v1'], ['deployments', 'replicasets', 'statefulsets'], all, ['scale', 'status']],
  ['apps', ['v1'], ['daemonsets'], all, status],
  ['apps', ['v1'], ['controllerrevisions'], reading, []],
  ['batch', ['v1'], ['jobs', 'cronjobs'], [...reading, 'patch'], []],
  ['discovery.k8s.io', ['v1'], ['endpointslices'], reading, []],
  ['networking.k8s.io', ['v1'], ['ingresses'], all, status],
  ['networking.k8s.io', ['v1'], ['networkpolicies'], all, []],
  ['rbac.authorization.k8s.io', ['v1'], ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'], all, []],
  [
    'authorization.k8s.io',
    ['v1'],
    ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'subjectaccessreviews', 'localsubjectaccessreviews'],
    ['create'],
    [],
  ],
  ['authentication.k8s.io', ['v1'], ['tokenreviews', 'selfsubjectreviews'], ['create'], []],
  ['admissionregistration.k8s.io', ['v1'], ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'], reading, []],
  ['apiextensions.k8s.io', ['v1'], ['customresourcedefinitions'], reading, []],
  ['coordination.k8s.io', ['v1'], ['leases'], all, []],
  [
    'networking.istio.io',
    istio,
    ['virtualservices', 'destinationrules', 'gateways', 'serviceentries', 'sidecars', 'workloadentries', 'workloadgroups'],
    all,
    status,
  ],
  ['networking.istio.io', ['v1alpha3'], ['envoyfilters'], all, status],
  ['networking.istio.io', ['v1beta1'], ['proxyconfigs'], all, status],
  ['security.istio.io', ['v1', 'v1beta1'], ['authorizationpolicies', 'peerauthentications', 'requestauthentications'], all, status],
  ['telemetry.istio.io', ['v1', 'v1alpha1'], ['telemetries'], all, status],
  ['extensions.istio.io', ['v1alpha1'], ['wasmplugins', 'trafficextensions'], all, status],
  ['gateway.networking.k8s.io', ['v1'], ['gatewayclasses', 'gateways', 'httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes'], all, status],
  ['gateway.networking.k8s.io', ['v1beta1'], ['referencegrants'], all, []],
  ['sailoperator.io', ['v1'], ['istios', 'istiorevisions', 'istiocnis', 'ztunnels', 'istiorevisiontags'], [...reading, 'patch'], status],
])('serves of %s %s: %s', (group, versions, plurals, verbs, subresources) => {
  const served = plurals.map((plural) => {
    const row = matrix.find((one) => one.group === group && one.plural === plural);
    const own = row?.verbs.filter((verb) => verb !== 'deletecollection').toSorted();
    return { plural, verbs: own, subresources: row?.subresources, lacks: versions.filter((version) => !row?.versions.includes(version)) };
  });
  expect(served).toEqual(plurals.map((plural) => ({ plural, verbs: [...verbs].toSorted(), subresources, lacks: [] })));
});

it('serves each kind and each name once in a group', () => {
  const words = matrix.flatMap(({ group, kind, plural }) => [`${group} ${kind}`, `${group} ${plural}`]);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});

it('shows stable versions before others', () => {
  expect(groups().find(({ group }) => group === 'networking.istio.io')?.versions).toEqual(['v1', 'v1beta1', 'v1alpha3']);
});
