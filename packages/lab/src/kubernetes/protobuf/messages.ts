import { at, type Json, record, text } from '../json/json.ts';
import { badRequest, unsupportedMediaType } from '../status/status.ts';
import { type Message, readMessage } from './wire.ts';
import { deploymentSpec, event, leaseSpec, serviceSpec } from './workload-messages.ts';

const metadata: Message = {
  1: { name: 'name', as: 'text' },
  2: { name: 'generateName', as: 'text' },
  3: { name: 'namespace', as: 'text' },
  5: { name: 'uid', as: 'text' },
  6: { name: 'resourceVersion', as: 'text' },
  11: { name: 'labels', as: 'map' },
  12: { name: 'annotations', as: 'map' },
  14: { name: 'finalizers', as: 'text', many: true },
};
const metadataField = { name: 'metadata', as: metadata } as const;
const resourceAttributes: Message = Object.fromEntries(
  ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'].map((name, index) => [index + 1, { name, as: 'text' }]),
);
const nonResourceAttributes: Message = { 1: { name: 'path', as: 'text' }, 2: { name: 'verb', as: 'text' } };
const question = {
  1: { name: 'resourceAttributes', as: resourceAttributes },
  2: { name: 'nonResourceAttributes', as: nonResourceAttributes },
} as const;
const questionAboutOther: Message = {
  ...question,
  3: { name: 'user', as: 'text' },
  4: { name: 'groups', as: 'text', many: true },
  6: { name: 'uid', as: 'text' },
};
const reference: Message = { 3: { name: 'name', as: 'text' } };

/** The messages that kubectl and client-go send in this encoding. Source: generated.proto of k8s.io/api and apimachinery. */
const messages: Readonly<Record<string, Message>> = {
  SelfSubjectAccessReview: { 1: metadataField, 2: { name: 'spec', as: question } },
  SubjectAccessReview: { 1: metadataField, 2: { name: 'spec', as: questionAboutOther } },
  LocalSubjectAccessReview: { 1: metadataField, 2: { name: 'spec', as: questionAboutOther } },
  SelfSubjectRulesReview: { 1: metadataField, 2: { name: 'spec', as: { 1: { name: 'namespace', as: 'text' } } } },
  SelfSubjectReview: { 1: metadataField },
  TokenReview: {
    1: metadataField,
    2: { name: 'spec', as: { 1: { name: 'token', as: 'text' }, 2: { name: 'audiences', as: 'text', many: true } } },
  },
  ConfigMap: { 1: metadataField, 2: { name: 'data', as: 'map' }, 4: { name: 'immutable', as: 'boolean' } },
  Deployment: { 1: metadataField, 2: { name: 'spec', as: deploymentSpec(metadata) } },
  Event: { 1: metadataField, ...event },
  Lease: { 1: metadataField, 2: { name: 'spec', as: leaseSpec } },
  Namespace: { 1: metadataField },
  Secret: {
    1: metadataField,
    2: { name: 'data', as: 'bytes-map' },
    3: { name: 'type', as: 'text' },
    4: { name: 'stringData', as: 'map' },
    5: { name: 'immutable', as: 'boolean' },
  },
  Service: { 1: metadataField, 2: { name: 'spec', as: serviceSpec } },
  ServiceAccount: {
    1: metadataField,
    3: { name: 'imagePullSecrets', as: { 1: { name: 'name', as: 'text' } }, many: true },
    4: { name: 'automountServiceAccountToken', as: 'boolean' },
  },
  ClusterRoleBinding: { 1: metadataField, 2: { name: 'subjects', as: subject(), many: true }, 3: { name: 'roleRef', as: roleRef() } },
  RoleBinding: { 1: metadataField, 2: { name: 'subjects', as: subject(), many: true }, 3: { name: 'roleRef', as: roleRef() } },
  Role: { 1: metadataField, 2: { name: 'rules', as: rule(), many: true } },
  ClusterRole: { 1: metadataField, 2: { name: 'rules', as: rule(), many: true } },
  DeleteOptions: {
    1: { name: 'gracePeriodSeconds', as: 'integer' },
    2: { name: 'preconditions', as: { 1: { name: 'uid', as: 'text' }, 2: { name: 'resourceVersion', as: 'text' } } },
    4: { name: 'propagationPolicy', as: 'text' },
    5: { name: 'dryRun', as: 'text', many: true },
  },
};

function subject(): Message {
  return {
    1: { name: 'kind', as: 'text' },
    2: { name: 'apiGroup', as: 'text' },
    3: { name: 'name', as: 'text' },
    4: { name: 'namespace', as: 'text' },
  };
}

function roleRef(): Message {
  return { ...reference, 1: { name: 'apiGroup', as: 'text' }, 2: { name: 'kind', as: 'text' } };
}

function rule(): Message {
  const names = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'];
  return Object.fromEntries(names.map((name, index) => [index + 1, { name, as: 'text', many: true }]));
}

const magic = [0x6b, 0x38, 0x73, 0x00];
const envelope: Message = {
  1: { name: 'meta', as: { 1: { name: 'apiVersion', as: 'text' }, 2: { name: 'kind', as: 'text' } } },
};

/**
 * Reads a request body in the Kubernetes protobuf encoding into what its JSON form would say. Only requests are ever in this form.
 * Fails: UnsupportedMediaType for a kind without a table here, BadRequest for bytes that cannot be read.
 */
export function decodeProtobuf(body: Uint8Array): Record<string, unknown> {
  if (!magic.every((byte, index) => body[index] === byte))
    throw badRequest('the protobuf body does not start with the Kubernetes prefix "k8s\\0"');
  try {
    const meta = at(readMessage(body.subarray(4), envelope), 'meta');
    const [apiVersion, kind] = [text(at(meta, 'apiVersion')), text(at(meta, 'kind'))];
    const message = Object.hasOwn(messages, kind) ? messages[kind] : undefined;
    if (!message) throw unsupportedMediaType(`the lab does not read protobuf bodies of kind "${kind}"; send application/json`);
    return { apiVersion, kind, ...rawOf(body.subarray(4), message) };
  } catch (error) {
    if (error instanceof RangeError) throw badRequest(`the protobuf body cannot be read: ${error.message}`);
    throw error;
  }
}

const rawOf = (unknown: Uint8Array, message: Message): Json => record(at(readMessage(unknown, { 2: { name: 'raw', as: message } }), 'raw'));
