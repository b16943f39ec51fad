import type { KubeObject } from '@vigla/contract/objects';
import { at, list, record, scalarText, text } from '../json/json.ts';
import {
  age,
  ageColumn,
  type Column,
  column,
  count,
  createdColumn,
  field,
  images,
  labelled,
  nameColumn,
  names,
  ready,
  wide,
} from './column.ts';

const template = ['spec', 'template', 'spec', 'containers'] as const;
const contents = [
  wide('Containers', names(...template)),
  wide('Images', images(...template)),
  wide('Selector', labelled('spec', 'selector', 'matchLabels')),
];
const integer = (name: string, ...path: readonly string[]): Column => column(name, count(...path), { type: 'integer' });
const orNone =
  (...path: readonly string[]): Column['cell'] =>
  (object) =>
    text(at(object, ...path)) || '<none>';

const restarts: Column['cell'] = (object) =>
  String(list(at(object, 'status', 'containerStatuses')).reduce<number>((sum, one) => sum + Number(at(one, 'restartCount') ?? 0), 0));

function podReady(object: KubeObject): string {
  const statuses = list(at(object, 'status', 'containerStatuses'));
  return `${statuses.filter((one) => at(one, 'ready') === true).length}/${list(at(object, 'spec', 'containers')).length}`;
}

function podStatus(object: KubeObject): string {
  if (object.metadata.deletionTimestamp) return 'Terminating';
  const waiting = list(at(object, 'status', 'containerStatuses')).map(
    (one) => text(at(one, 'state', 'waiting', 'reason')) || text(at(one, 'state', 'terminated', 'reason')),
  );
  return (
    waiting.find((reason) => reason !== '') ?? (text(at(object, 'status', 'reason')) || text(at(object, 'status', 'phase')) || 'Pending')
  );
}

const servicePorts = (object: KubeObject): string =>
  list(at(object, 'spec', 'ports'))
    .map(
      (port) =>
        `${scalarText(at(port, 'port'))}${at(port, 'nodePort') === undefined ? '' : `:${scalarText(at(port, 'nodePort'))}`}/${text(at(port, 'protocol')) || 'TCP'}`,
    )
    .join(',') || '<none>';

function externalAddress(object: KubeObject): string {
  const ingress = list(at(object, 'status', 'loadBalancer', 'ingress')).map((one) => text(at(one, 'ip')) || text(at(one, 'hostname')));
  if (ingress.length > 0) return ingress.join(',');
  if (at(object, 'spec', 'type') === 'LoadBalancer') return '<pending>';
  return (
    text(at(object, 'spec', 'externalName')) ||
    list(at(object, 'spec', 'externalIPs'))
      .map(text)
      .join(',') ||
    '<none>'
  );
}

function endpointAddresses(object: KubeObject): string {
  const all = list(at(object, 'subsets')).flatMap((subset) =>
    list(at(subset, 'addresses')).flatMap((address) =>
      list(at(subset, 'ports')).map((port) => `${text(at(address, 'ip'))}:${scalarText(at(port, 'port'))}`),
    ),
  );
  return all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : all.join(',') || '<none>';
}

const roleOf: Column['cell'] = (object) => `${text(at(object, 'roleRef', 'kind'))}/${text(at(object, 'roleRef', 'name'))}`;
const subjects =
  (kind: string): Column['cell'] =>
  (object) =>
    list(at(object, 'subjects'))
      .filter((one) => at(one, 'kind') === kind)
      .map((one) => text(at(one, 'name')))
      .join(', ');
const dataCount: Column['cell'] = (object) => Object.keys({ ...record(at(object, 'data')), ...record(at(object, 'binaryData')) }).length;
const lastSeen: Column['cell'] = (object, nowMs) =>
  age(text(at(object, 'lastTimestamp')) || text(at(object, 'eventTime')) || object.metadata.creationTimestamp, nowMs);
const nodeStatus: Column['cell'] = (object) =>
  list(at(object, 'status', 'conditions')).some((one) => at(one, 'type') === 'Ready' && at(one, 'status') === 'True')
    ? 'Ready'
    : 'NotReady';
const bindingColumns = [
  nameColumn,
  column('Role', roleOf),
  ageColumn,
  wide('Users', subjects('User')),
  wide('Groups', subjects('Group')),
  wide('ServiceAccounts', subjects('ServiceAccount')),
];

/** What `kubectl get` prints for the kinds that come with Kubernetes. */
export const builtinColumns: Readonly<Record<string, readonly Column[]>> = {
  pods: [
    nameColumn,
    column('Ready', podReady),
    column('Status', podStatus),
    column('Restarts', restarts),
    ageColumn,
    wide('IP', orNone('status', 'podIP')),
    wide('Node', orNone('spec', 'nodeName')),
    wide('Nominated Node', orNone('status', 'nominatedNodeName')),
    wide('Readiness Gates', () => '<none>'),
  ],
  services: [
    nameColumn,
    column('Type', field('spec', 'type')),
    column('Cluster-IP', orNone('spec', 'clusterIP')),
    column('External-IP', externalAddress),
    column('Port(s)', servicePorts),
    ageColumn,
    wide('Selector', labelled('spec', 'selector')),
  ],
  'deployments.apps': [
    nameColumn,
    column('Ready', ready(['status', 'readyReplicas'], ['spec', 'replicas'])),
    integer('Up-to-date', 'status', 'updatedReplicas'),
    integer('Available', 'status', 'availableReplicas'),
    ageColumn,
    ...contents,
  ],
  'replicasets.apps': [
    nameColumn,
    integer('Desired', 'spec', 'replicas'),
    integer('Current', 'status', 'replicas'),
    integer('Ready', 'status', 'readyReplicas'),
    ageColumn,
    ...contents,
  ],
  'statefulsets.apps': [
    nameColumn,
    column('Ready', ready(['status', 'readyReplicas'], ['spec', 'replicas'])),
    ageColumn,
    ...contents.slice(0, 2),
  ],
  'daemonsets.apps': [
    nameColumn,
    integer('Desired', 'status', 'desiredNumberScheduled'),
    integer('Current', 'status', 'currentNumberScheduled'),
    integer('Ready', 'status', 'numberReady'),
    integer('Up-to-date', 'status', 'updatedNumberScheduled'),
    integer('Available', 'status', 'numberAvailable'),
    column('Node Selector', labelled('spec', 'template', 'spec', 'nodeSelector')),
    ageColumn,
    ...contents,
  ],
  namespaces: [nameColumn, column('Status', field('status', 'phase')), ageColumn],
  nodes: [
    nameColumn,
    column('Status', nodeStatus),
    column('Roles', () => '<none>'),
    ageColumn,
    column('Version', field('status', 'nodeInfo', 'kubeletVersion')),
  ],
  configmaps: [nameColumn, column('Data', dataCount, { type: 'integer' }), ageColumn],
  secrets: [nameColumn, column('Type', field('type')), column('Data', dataCount, { type: 'integer' }), ageColumn],
  serviceaccounts: [nameColumn, column('Secrets', (object) => list(at(object, 'secrets')).length, { type: 'integer' }), ageColumn],
  endpoints: [nameColumn, column('Endpoints', endpointAddresses), ageColumn],
  events: [
    column('Last Seen', lastSeen),
    column('Type', field('type')),
    column('Reason', field('reason')),
    column(
      'Object',
      (object) => `${text(at(object, 'involvedObject', 'kind')).toLowerCase()}/${text(at(object, 'involvedObject', 'name'))}`,
    ),
    column('Message', field('message')),
    wide('Name', ({ metadata }) => metadata.name),
  ],
  'roles.rbac.authorization.k8s.io': [nameColumn, createdColumn],
  'clusterroles.rbac.authorization.k8s.io': [nameColumn, createdColumn],
  'rolebindings.rbac.authorization.k8s.io': bindingColumns,
  'clusterrolebindings.rbac.authorization.k8s.io': bindingColumns,
  'customresourcedefinitions.apiextensions.k8s.io': [nameColumn, createdColumn],
  'leases.coordination.k8s.io': [nameColumn, column('Holder', field('spec', 'holderIdentity')), ageColumn],
};
