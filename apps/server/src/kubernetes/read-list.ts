import type { KubeObject } from '@vigla/contract/objects';
import { createElementReader, type Resource } from '../sources/index.ts';
import { recordOf, textOf } from './json.ts';
import { parseBody, readChunks } from './read-body.ts';
import { resourcePath } from './resource-path.ts';
import type { Share } from './sharing.ts';
import { slimObject } from './slim-object.ts';
import type { Transport } from './transport.ts';

/** A complete list and the point in the cluster's history at which it was true. */
export interface CompleteList {
  readonly objects: readonly KubeObject[];
  readonly resourceVersion: string;
}

interface ListOptions {
  readonly transport: Transport;
  readonly resource: Resource;
  readonly share: Share;
}

const pageSize = '500';
/** Around the objects: the list, and its items. */
const around = 2;

/** Lists a resource in all namespaces, page by page. Fails: as the transport does; a page token that expired midway is `gone`. */
export async function readList({ transport, resource, share }: ListOptions, signal: AbortSignal): Promise<CompleteList> {
  const objects: KubeObject[] = [];
  const take = (text: string): void => {
    const object = slimObject(parseBody(text), resource, share);
    if (object) objects.push(object);
  };
  let next = '';
  for (;;) {
    const query = { limit: pageSize, ...(next !== '' && { continue: next }) };
    const asked = { method: 'GET', path: resourcePath(resource), query } as const;
    const metadata = recordOf(recordOf(await transport.read(asked, (body) => readPage(body, take), signal))['metadata']);
    next = textOf(metadata['continue']);
    if (next === '') return { objects, resourceVersion: textOf(metadata['resourceVersion']) };
  }
}

/** Takes each object of a page as it arrives: whole, five hundred pods are megabytes of text. Answers what stands around them. */
async function readPage(body: AsyncIterable<Uint8Array>, take: (element: string) => void): Promise<unknown> {
  const reader = createElementReader({ around, take });
  const decoder = new TextDecoder();
  for await (const chunk of readChunks(body)) reader.push(decoder.decode(chunk, { stream: true }));
  reader.push(decoder.decode());
  return parseBody(reader.envelope());
}
