import type { KubeObject } from '@vigla/contract/objects';
import type { Json } from '../json/json.ts';
import type { Resource } from '../resources/resource.ts';
import { badRequest } from '../status/status.ts';
import { parametersOf } from './media-type.ts';
import { metadataOnly, type RowObject, tableOf } from '../tables/table.ts';

/** In which form a client wants objects: whole, as a table, or metadata only. `version`: of meta.k8s.io. */
export interface Form {
  readonly as: 'Object' | 'Table' | 'PartialObjectMetadata';
  readonly version: string;
  readonly include: RowObject;
}

const whole: Form = { as: 'Object', version: 'v1', include: 'Metadata' };

/** The first form of the Accept header that is served; whole objects where it names none. */
export function formOf(accept: string, query: URLSearchParams): Form {
  const include = includeOf(query);
  for (const wanted of accept.split(',')) {
    const [type = '', ...rest] = wanted.split(';').map((part) => part.trim());
    const parameters = parametersOf(rest);
    const as = parameters.get('as')?.replace(/^PartialObjectMetadataList$/, 'PartialObjectMetadata');
    if (type === 'application/json' && as === undefined) return whole;
    const version = parameters.get('v') ?? '';
    const served = type === 'application/json' && parameters.get('g') === 'meta.k8s.io' && ['v1', 'v1beta1'].includes(version);
    if (served && (as === 'Table' || as === 'PartialObjectMetadata')) return { as, version, include };
  }
  return whole;
}

function includeOf(query: URLSearchParams): RowObject {
  const value = query.get('includeObject') || 'Metadata';
  if (value === 'None' || value === 'Metadata' || value === 'Object') return value;
  throw badRequest(`includeObject: unsupported value "${value}": supported values: "None", "Metadata", "Object"`);
}

/** One object in the wanted form. */
export function shapedObject(form: Form, resource: Resource, object: KubeObject, nowMs: number): Json {
  if (form.as === 'PartialObjectMetadata') return metadataOnly(object, form.version);
  if (form.as === 'Object') return object;
  const { resourceVersion } = object.metadata;
  return tableOf(resource, [object], { version: form.version, include: form.include, nowMs, metadata: { resourceVersion } });
}

/** A page of objects in the wanted form. */
export function shapedPage(
  form: Form,
  resource: Resource,
  page: { readonly items: readonly KubeObject[]; readonly metadata: Json },
  list: Json,
  nowMs: number,
): Json {
  if (form.as === 'Object') return list;
  if (form.as === 'Table')
    return tableOf(resource, page.items, { version: form.version, include: form.include, nowMs, metadata: page.metadata });
  const items = page.items.map((object) => metadataOnly(object, form.version));
  return { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${form.version}`, metadata: page.metadata, items };
}
