import { createHash } from 'node:crypto';
import type { Json } from '../json/json.ts';
import { groups, matrix } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';
import type { Schema } from '../schema/schema.ts';
import { specSchema } from '../schema/schemas.ts';

const pathOf = (group: string, version: string): string => (group ? `apis/${group}/${version}` : `api/${version}`);

/** `/openapi/v3`: where the document of each group and version is, with a digest that says whether it changed. */
export function openApiIndex(): Json {
  const all = groups().flatMap(({ group, versions }) => versions.map((version) => ({ group, version })));
  const entries = all.map(({ group, version }) => {
    const hash = createHash('sha256')
      .update(JSON.stringify(openApiDocument(group, version)))
      .digest('hex')
      .slice(0, 32)
      .toUpperCase();
    return [pathOf(group, version), { serverRelativeURL: `/openapi/v3/${pathOf(group, version)}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(entries) };
}

/**
 * The OpenAPI document of one group and version. Clients look in it for the fields of a kind and for the `fieldValidation`
 * parameter, which tells them that the server checks fields; undefined where the group is not served.
 */
export function openApiDocument(group: string, version: string): Json | undefined {
  const rows = matrix.filter((row) => row.group === group && row.versions.includes(version));
  if (rows.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.33.0' },
    paths: Object.fromEntries(rows.flatMap((row) => pathsOf(row, version))),
    components: { schemas: Object.fromEntries(rows.map((row) => [schemaName(row, version), kindSchema(row, version)])) },
  };
}

const schemaName = ({ group, kind }: Resource, version: string): string =>
  `${(group || 'core').split('.').toReversed().join('.')}.${version}.${kind}`;

function pathsOf(row: Resource, version: string): readonly (readonly [string, Json])[] {
  const gvk = { group: row.group, version, kind: row.kind };
  const base = `/${pathOf(row.group, version)}${row.namespaced ? '/namespaces/{namespace}' : ''}/${row.plural}`;
  const answer = {
    '200': { description: 'OK', content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemaName(row, version)}` } } } },
  };
  const operation = (action: string, parameters: readonly string[]): Json => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
    operationId: `${action}${row.group.replaceAll('.', '')}${version}${row.namespaced ? 'Namespaced' : ''}${row.kind}`,
    parameters: parameters.map((name) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } })),
    responses: answer,
  });
  const writes = ['dryRun', 'fieldManager', 'fieldValidation'];
  const has = (verb: Resource['verbs'][number], method: string, action: string, parameters: readonly string[]): Json =>
    row.verbs.includes(verb) ? { [method]: operation(action, parameters) } : {};
  return [
    [
      base,
      {
        ...has('list', 'get', 'list', ['labelSelector', 'fieldSelector', 'limit', 'continue']),
        ...has('create', 'post', 'post', writes),
        ...has('deletecollection', 'delete', 'deletecollection', ['dryRun']),
      },
    ],
    [
      `${base}/{name}`,
      {
        ...has('get', 'get', 'get', []),
        ...has('update', 'put', 'put', writes),
        ...has('patch', 'patch', 'patch', [...writes, 'force']),
        ...has('delete', 'delete', 'delete', ['dryRun']),
      },
    ],
  ];
}

const open = { 'x-kubernetes-preserve-unknown-fields': true };

function kindSchema(row: Resource, version: string): Json {
  const spec = specSchema(row);
  return {
    type: 'object',
    description: spec?.about ?? `${row.kind} as the lab serves it; its fields are not described here.`,
    properties: {
      apiVersion: { type: 'string', description: 'Group and version of this form of the object.' },
      kind: { type: 'string', description: 'What the object is.' },
      metadata: { type: 'object', description: 'Name, namespace, labels and what the server keeps about the object.', ...open },
      ...(spec ? { spec: published(spec), status: { type: 'object', description: 'What the mesh says about the object.', ...open } } : {}),
    },
    ...(spec ? {} : open),
    'x-kubernetes-group-version-kind': [{ group: row.group, version, kind: row.kind }],
  };
}

/** A schema in the words of OpenAPI. */
function published(schema: Schema): Json {
  const description = schema.about === undefined ? {} : { description: schema.about };
  switch (schema.type) {
    case 'any':
      return { ...description, type: 'object', ...open };
    case 'object':
      return {
        ...description,
        type: 'object',
        properties: Object.fromEntries(Object.entries(schema.fields).map(([name, field]) => [name, published(field)])),
        ...(schema.required.length > 0 ? { required: schema.required } : {}),
      };
    case 'map':
      return { ...description, type: 'object', additionalProperties: published(schema.values) };
    case 'list':
      return { ...description, type: 'array', items: published(schema.items) };
    case 'text':
      return { ...description, type: 'string', ...(schema.oneOf ? { enum: schema.oneOf } : {}) };
    default:
      return { ...description, type: schema.type };
  }
}
