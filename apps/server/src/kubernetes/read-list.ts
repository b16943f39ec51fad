import type { KubeObject } from '@vigla/contract/objects';
import type { Resource } from '../sources/index.ts';
import { recordOf, recordsOf, textOf } from './json.ts';
import { resourcePath } from './resource-path.ts';
import { slimObject } from './slim-object.ts';
import type { Transport } from './transport.ts';

/** A complete list and the point in the cluster's history at which it was true. */
export interface CompleteList {
  readonly objects: readonly KubeObject[];
  readonly resourceVersion: string;
}

const pageSize = '500';

/** Lists a resource in all namespaces, page by page. Fails: as the transport does; a page token that expired midway is `gone`. */
export async function readList(transport: Transport, resource: Resource, signal: AbortSignal): Promise<CompleteList> {
  const objects: KubeObject[] = [];
  let next = '';
  for (;;) {
    const query = { limit: pageSize, ...(next !== '' && { continue: next }) };
    const { body } = await transport.ask({ way: 'local' }, { method: 'GET', path: resourcePath(resource), query }, signal);
    const { items, metadata } = recordOf(body);
    for (const item of recordsOf(items)) {
      const object = slimObject(item, resource);
      if (object) objects.push(object);
    }
    next = textOf(recordOf(metadata)['continue']);
    if (next === '') return { objects, resourceVersion: textOf(recordOf(metadata)['resourceVersion']) };
  }
}
