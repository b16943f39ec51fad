import { AppError } from '../http/index.ts';

/** Larger than any page of a list we ask for; beyond it something is wrong with the answer. */
const maxBytes = 64 * 1024 * 1024;

/** The JSON of an answer; null when it is empty. Fails: source_unavailable for what is too large or no JSON. */
export async function readBody(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(body)) chunks.push(chunk);
  return parseBody(Buffer.concat(chunks).toString('utf8'));
}

/** The answer as it arrives. Fails: source_unavailable for what is too large. */
export async function* readChunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new AppError('source_unavailable', `The cluster's answer is larger than ${maxBytes} bytes.`, { source: 'kubernetes' });
    yield chunk;
  }
}

/** What a text of the API server says; null for an empty one. Fails: source_unavailable for what is no JSON. */
export function parseBody(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch (cause) {
    throw new AppError(
      'source_unavailable',
      'What answers at the address of the cluster does not speak JSON. Is it a Kubernetes API server?',
      { source: 'kubernetes', cause },
    );
  }
}
