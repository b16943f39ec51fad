import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, type Json, record, text, withField } from '../json/json.ts';
import { groupVersion, type Resource } from '../resources/resource.ts';
import { check } from '../schema/check.ts';
import { specSchema } from '../schema/schemas.ts';
import { badRequest, type Cause, invalid } from '../status/status.ts';
import type { Call } from './call.ts';

const metadataFields = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

/** Reads a body as an object of the resource a request is about. Fails: BadRequest where it is another kind, or lies elsewhere. */
export function objectOf({ target }: Call, body: unknown): KubeObject {
  if (!isRecord(body)) throw badRequest('the body must be a JSON object');
  const { resource, version, namespace, name } = target;
  const wanted = groupVersion(resource.group, version);
  if (text(body['kind']) !== resource.kind || text(body['apiVersion']) !== wanted) {
    throw badRequest(
      `the object provided is unrecognized: expected ${resource.kind} of ${wanted}, got ${JSON.stringify(body['kind'])} of ${JSON.stringify(body['apiVersion'])}`,
    );
  }
  const metadata = record(body['metadata']);
  const own = text(metadata['namespace']);
  if (own && own !== namespace)
    throw badRequest(
      `the namespace of the provided object does not match the namespace sent on the request (${own} and ${namespace ?? 'none'})`,
    );
  const ownName = text(metadata['name']);
  if (name !== undefined && ownName && ownName !== name)
    throw badRequest(`the name of the object (${ownName}) does not match the name on the URL (${name})`);
  return {
    ...body,
    apiVersion: wanted,
    kind: resource.kind,
    metadata: { ...plainMetadata(metadata, resource), name: ownName || (name ?? ''), ...(namespace === undefined ? {} : { namespace }) },
  } as KubeObject;
}

/** Metadata whose parts have the types they must have, so that nothing later has to ask. */
function plainMetadata(metadata: Json, resource: Resource): Json {
  const causes: Cause[] = [];
  for (const name of ['labels', 'annotations']) {
    for (const [key, value] of Object.entries(record(metadata[name]))) {
      if (typeof value !== 'string')
        causes.push({
          reason: 'FieldValueTypeInvalid',
          field: `metadata.${name}`,
          message: `Invalid value: the value of "${key}" must be text`,
        });
    }
  }
  const shapes: Readonly<Record<string, (value: unknown) => boolean>> = {
    labels: isRecord,
    annotations: isRecord,
    ownerReferences: Array.isArray,
    finalizers: Array.isArray,
    managedFields: Array.isArray,
  };
  for (const [name, fits] of Object.entries(shapes)) {
    const value = metadata[name];
    if (value !== undefined && value !== null && !fits(value))
      causes.push({ reason: 'FieldValueTypeInvalid', field: `metadata.${name}`, message: 'Invalid value: is of the wrong type' });
  }
  if (causes.length > 0) throw invalid(resource, text(metadata['name']), causes);
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null && value !== undefined));
}

/**
 * Checks an object's names, labels and structure, and takes unknown fields away as a cluster does.
 * Unknown fields refuse it with `fieldValidation=Strict` and are warned of by default.
 */
export function checked(call: Call, object: KubeObject): KubeObject {
  const { resource } = call.target;
  const causes = [...metadataCauses(resource, object)];
  const unknown = Object.keys(object.metadata)
    .filter((key) => !metadataFields.includes(key))
    .map((key) => `metadata.${key}`);
  let result: Json = {
    ...object,
    metadata: Object.fromEntries(Object.entries(object.metadata).filter(([key]) => metadataFields.includes(key))),
  };
  const schema = specSchema(resource);
  if (schema) {
    const tops = Object.keys(object).filter((key) => !['apiVersion', 'kind', 'metadata', 'spec', 'status'].includes(key));
    const spec = check(schema, at(object, 'spec') ?? {}, 'spec');
    unknown.push(...tops, ...spec.unknown);
    causes.push(...spec.causes);
    result = at(object, 'spec') === undefined ? result : withField(result, 'spec', spec.value);
    for (const key of tops) result = withField(result, key, undefined);
  }
  reportUnknown(call, unknown);
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
  return result as KubeObject;
}

function reportUnknown({ query, warnings }: Call, unknown: readonly string[]): void {
  const mode = query.get('fieldValidation') || 'Warn';
  if (!['Strict', 'Warn', 'Ignore'].includes(mode))
    throw badRequest(`fieldValidation: unsupported value "${mode}": supported values: "Ignore", "Strict", "Warn"`);
  if (unknown.length === 0 || mode === 'Ignore') return;
  const said = unknown.map((field) => `unknown field "${field}"`);
  if (mode === 'Strict') throw badRequest(`strict decoding error: ${said.join(', ')}`);
  warnings.push(...said);
}

const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const dnsLabel = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const labelName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

function* metadataCauses(resource: Resource, { metadata }: KubeObject): Generator<Cause> {
  const { name } = metadata;
  const wrong = (field: string, value: string, why: string): Cause => ({
    reason: 'FieldValueInvalid',
    field,
    message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
  });
  if (resource.group === 'rbac.authorization.k8s.io') {
    if (name === '.' || name === '..' || /[/%]/.test(name))
      yield wrong('metadata.name', name, 'may not be "." or "..", nor contain "/" or "%"');
  } else if (resource.kind === 'Namespace' || resource.kind === 'Service') {
    if (name.length > 63 || !dnsLabel.test(name))
      yield wrong('metadata.name', name, 'must be at most 63 lower case letters, digits or "-", and start and end with a letter or digit');
  } else if (name.length > 253 || !subdomain.test(name)) {
    yield wrong(
      'metadata.name',
      name,
      'a lowercase RFC 1123 subdomain must consist of lower case letters, digits, "-" or ".", and start and end with a letter or digit',
    );
  }
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (!isLabelKey(key)) yield wrong('metadata.labels', key, 'is not a label key');
    if (!labelValue.test(value)) yield wrong('metadata.labels', value, `is not a label value (of "${key}")`);
  }
  for (const key of Object.keys(metadata.annotations ?? {}))
    if (!isLabelKey(key)) yield wrong('metadata.annotations', key, 'is not an annotation key');
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = slash === -1 ? undefined : key.slice(0, slash).toLowerCase();
  return (prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix))) && labelName.test(key.slice(slash + 1));
}
