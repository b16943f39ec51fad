import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, type Json, kubeObject, record, text, withField } from '../json/json.ts';
import { groupVersion, type Resource } from '../resources/resource.ts';
import { check } from '../schema/check.ts';
import { brokenRules } from '../schema/rules.ts';
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
  const place = { name: ownName || (name ?? ''), ...(namespace === undefined ? {} : { namespace }) };
  return kubeObject({ ...body, apiVersion: wanted, kind: resource.kind, metadata: { ...plainMetadata(metadata, resource), ...place } });
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
    ownerReferences: areRecords,
    finalizers: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
    managedFields: areRecords,
  };
  for (const [name, fits] of Object.entries(shapes)) {
    const value = metadata[name];
    if (value !== undefined && value !== null && !fits(value))
      causes.push({ reason: 'FieldValueTypeInvalid', field: `metadata.${name}`, message: 'Invalid value: is of the wrong type' });
  }
  if (causes.length > 0) throw invalid(resource, text(metadata['name']), causes);
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null && value !== undefined));
}

const areRecords = (value: unknown): boolean => Array.isArray(value) && value.every(isRecord);

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
    causes.push(...(spec.causes.length > 0 ? spec.causes : brokenRules(resource, spec.value)));
    result = at(object, 'spec') === undefined ? result : withField(result, 'spec', spec.value);
    for (const key of tops) result = withField(result, key, undefined);
  }
  reportUnknown(call, unknown);
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
  return kubeObject(result);
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

function metadataCauses(resource: Resource, { metadata }: KubeObject): readonly Cause[] {
  const { name, labels = {}, annotations = {} } = metadata;
  const wrong = (field: string, value: string, why: string | undefined): readonly Cause[] =>
    why === undefined
      ? []
      : [{ reason: 'FieldValueInvalid', field: `metadata.${field}`, message: `Invalid value: ${JSON.stringify(value)}: ${why}` }];
  return [
    ...wrong('name', name, wrongName(resource, name)),
    ...Object.entries(labels).flatMap(([key, value]) => [
      ...wrong('labels', key, isLabelKey(key) ? undefined : 'is not a label key'),
      ...wrong('labels', value, labelValue.test(value) ? undefined : `is not a label value (of "${key}")`),
    ]),
    ...Object.keys(annotations).flatMap((key) => wrong('annotations', key, isLabelKey(key) ? undefined : 'is not an annotation key')),
  ];
}

function wrongName({ group, kind }: Resource, name: string): string | undefined {
  if (name === '') return 'name or generateName is required';
  if (group === 'rbac.authorization.k8s.io')
    return name === '.' || name === '..' || /[/%]/.test(name) ? 'may not be "." or "..", nor contain "/" or "%"' : undefined;
  const isShort = kind === 'Namespace' || kind === 'Service';
  if (name.length <= (isShort ? 63 : 253) && (isShort ? dnsLabel : subdomain).test(name)) return undefined;
  return isShort
    ? 'must be at most 63 lower case letters, digits or "-", and start and end with a letter or digit'
    : 'a lowercase RFC 1123 subdomain must consist of lower case letters, digits, "-" or ".", and start and end with a letter or digit';
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = slash === -1 ? undefined : key.slice(0, slash).toLowerCase();
  return (prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix))) && labelName.test(key.slice(slash + 1));
}
