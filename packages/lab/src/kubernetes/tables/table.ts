import type { KubeObject } from '@vigla/contract/objects';
import type { Json } from '../json/json.ts';
import { type Resource } from '../resources/resource.ts';
import { qualified } from '../status/status.ts';
import { builtinColumns } from './builtin-columns.ts';
import { ageColumn, type Column, nameColumn } from './column.ts';
import { customColumns } from './custom-columns.ts';

/** How much of each object a row carries beside its cells. */
export type RowObject = 'None' | 'Metadata' | 'Object';

/** Objects as the table that `kubectl get` prints. `version`: of meta.k8s.io. */
export function tableOf(
  resource: Resource,
  objects: readonly KubeObject[],
  {
    version,
    include,
    nowMs,
    metadata,
  }: { readonly version: string; readonly include: RowObject; readonly nowMs: number; readonly metadata: Json },
): Json {
  const columns = columnsOf(resource);
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata,
    columnDefinitions: columns.map(({ name, type, format, wide }) => ({
      name,
      type,
      format,
      description: `${name} of the ${resource.singular}`,
      priority: wide ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, nowMs)),
      ...(include === 'None' ? {} : { object: include === 'Object' ? object : metadataOnly(object, version) }),
    })),
  };
}

/** An object without spec and status, as clients that only follow metadata ask for it. */
export const metadataOnly = ({ metadata }: KubeObject, version: string): Json => ({
  kind: 'PartialObjectMetadata',
  apiVersion: `meta.k8s.io/${version}`,
  metadata,
});

/** The columns of a resource. */
export const columnsOf = (resource: Resource): readonly Column[] =>
  builtinColumns[qualified(resource)] ?? customColumns[qualified(resource)] ?? [nameColumn, ageColumn];
