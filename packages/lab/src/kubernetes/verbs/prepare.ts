import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, type Json, kubeObject, record, text, withField } from '../json/json.ts';
import { groupVersion, type Resource } from '../resources/resource.ts';
import { builtinSpec, builtinTops } from '../schema/builtin.ts';
import { check } from '../schema/check.ts';
import { brokenRules } from '../schema/rules.ts';
import type { Schema } from '../schema/schema.ts';
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
  const plain: Json = {
    ...object,
    metadata: Object.fromEntries(Object.entries(object.metadata).filter(([key]) => metadataFields.includes(key))),
  };
  const structure = structureOf(resource);
  const found = structure ? checkStructure(resource, plain, structure) : { value: plain, unknown: [], causes: [] };
  unknown.push(...found.unknown);
  causes.push(...found.causes);
  reportUnknown(call, unknown);
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
  return kubeObject(found.value);
}

/** What is known of the fields of a kind. `tops`: those beside the ones every object has. */
interface Structure {
  readonly spec: Schema | undefined;
  readonly tops: readonly string[];
}

function structureOf(resource: Resource): Structure | undefined {
  if (!resource.custom) {
    const tops = builtinTops(resource);
    return tops && { spec: builtinSpec(resource), tops };
  }
  const spec = specSchema(resource);
  return spec && { spec, tops: [] };
}

interface Found {
  readonly value: Json;
  readonly unknown: readonly string[];
  readonly causes: readonly Cause[];
}

/** Takes unknown fields away and names them. Fails: BadRequest for a value of the wrong type in a kind of Kubernetes, which cannot even be read there. */
function checkStructure(resource: Resource, object: Json, { spec, tops }: Structure): Found {
  const known = ['apiVersion', 'kind', 'metadata', 'spec', 'status', ...tops];
  const strange = Object.keys(object).filter((key) => !known.includes(key));
  const value = Object.fromEntries(Object.entries(object).filter(([key]) => known.includes(key)));
  const given = resource.custom ? (at(object, 'spec') ?? {}) : withoutNulls(at(object, 'spec') ?? {});
  if (!spec) return { value, unknown: strange, causes: [] };
  const found = check(spec, given, 'spec');
  const [first] = found.causes;
  if (first && !resource.custom)
    throw badRequest(
      `${resource.kind} in version "${resource.versions[0]}" cannot be handled as a ${resource.kind}: ${first.field}: ${first.message}`,
    );
  const causes = found.causes.length > 0 ? found.causes : brokenRules(resource, found.value);
  const whole = at(object, 'spec') === undefined ? value : withField(value, 'spec', found.value);
  return { value: whole, unknown: [...strange, ...found.unknown], causes };
}

/** In the kinds of Kubernetes null says as much as nothing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, child]) => (child === null ? [] : [[key, withoutNulls(child)] as const])));
}

function reportUnknown({ query, warnings, duplicates }: Call, unknown: readonly string[]): void {
  const mode = query.get('fieldValidation') || 'Warn';
  if (!['Strict', 'Warn', 'Ignore'].includes(mode))
    throw badRequest(`fieldValidation: unsupported value "${mode}": supported values: "Ignore", "Strict", "Warn"`);
  if (mode === 'Ignore') return;
  const said = [...unknown.map((field) => `unknown field "${field}"`), ...duplicates().map((field) => `duplicate field "${field}"`)];
  if (said.length === 0) return;
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
