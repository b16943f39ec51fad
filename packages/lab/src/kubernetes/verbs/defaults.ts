import type { KubeObject } from '@vigla/contract/objects';
import { createHash } from 'node:crypto';
import { at, equal, isRecord, type Json, list, record, text } from '../json/json.ts';
import type { Resource } from '../resources/resource.ts';
import { type Cause, invalid } from '../status/status.ts';

/** Fills in what a cluster fills in before it stores an object, as far as the lab relies on it. Fails: Invalid. */
export function withDefaults(resource: Resource, object: KubeObject, before: KubeObject | undefined): KubeObject {
  switch (resource.kind) {
    case 'Namespace':
      return namespace(object);
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
      return replicated(resource, object, before);
    case 'Service':
      return service(resource, object, before);
    default:
      return object;
  }
}

function namespace(object: KubeObject): KubeObject {
  const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
  return {
    ...object,
    metadata: { ...object.metadata, labels },
    spec: { finalizers: ['kubernetes'], ...object.spec },
    status: { phase: 'Active', ...object.status },
  };
}

function replicated(resource: Resource, object: KubeObject, before: KubeObject | undefined): KubeObject {
  const spec = { replicas: 1, ...object.spec };
  const causes: Cause[] = [];
  const selector = record(at(spec, 'selector', 'matchLabels'));
  const labels = record(at(spec, 'template', 'metadata', 'labels'));
  if (!(Number.isInteger(spec.replicas) && spec.replicas >= 0))
    causes.push({
      reason: 'FieldValueInvalid',
      field: 'spec.replicas',
      message: `Invalid value: ${JSON.stringify(spec.replicas)}: must be greater than or equal to 0`,
    });
  if (Object.keys(record(at(spec, 'selector'))).length === 0)
    causes.push({ reason: 'FieldValueRequired', field: 'spec.selector', message: 'Required value' });
  if (Object.entries(selector).some(([key, value]) => at(labels, key) !== value))
    causes.push({
      reason: 'FieldValueInvalid',
      field: 'spec.template.metadata.labels',
      message: `Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``,
    });
  if (before && !equal(at(before, 'spec', 'selector'), at(spec, 'selector')))
    causes.push({
      reason: 'FieldValueInvalid',
      field: 'spec.selector',
      message: `Invalid value: ${JSON.stringify(at(spec, 'selector'))}: field is immutable`,
    });
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
  return { ...object, spec };
}

function service(resource: Resource, object: KubeObject, before: KubeObject | undefined): KubeObject {
  const given: Json = object.spec ?? {};
  const type = text(given['type']) || 'ClusterIP';
  const ports = list(given['ports']).filter(isRecord);
  const noPorts = ports.length === 0 && type !== 'ExternalName' && given['clusterIP'] !== 'None';
  const causes: Cause[] = noPorts ? [{ reason: 'FieldValueRequired', field: 'spec.ports', message: 'Required value' }] : [];
  ports.forEach((port, index) => {
    if (!(Number.isInteger(port['port']) && Number(port['port']) >= 1 && Number(port['port']) <= 65_535))
      causes.push({
        reason: 'FieldValueInvalid',
        field: `spec.ports[${index}].port`,
        message: `Invalid value: ${JSON.stringify(port['port'])}: must be between 1 and 65535, inclusive`,
      });
  });
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
  const clusterIP = text(given['clusterIP']) || text(at(before, 'spec', 'clusterIP')) || addressOf(object);
  const spec = {
    ...given,
    type,
    ...(ports.length > 0 ? { ports: ports.map((port) => ({ protocol: 'TCP', targetPort: port['port'], ...port })) } : {}),
  };
  return { ...object, spec: type === 'ExternalName' ? spec : { ...spec, clusterIP, clusterIPs: [clusterIP] } };
}

/** An address of the service network that depends on nothing but the service's name. */
function addressOf({ metadata }: KubeObject): string {
  const [a = 0, b = 0] = createHash('sha256').update(`${metadata.namespace}/${metadata.name}`).digest();
  return `10.96.${a}.${Math.max(1, b % 255)}`;
}
