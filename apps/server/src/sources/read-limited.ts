/** An answer was larger than anybody sensible would send. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** The body piece by piece. Fails with TooLargeError as soon as it is longer than `maxBytes`, without reading on. */
export async function* readChunks(body: AsyncIterable<Uint8Array> | null, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLargeError(`more than ${Math.round(maxBytes / 1024 / 1024)} MiB`);
    yield chunk;
  }
}

/** The whole body as text. Fails as `readChunks` does. */
export async function readLimited(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(body, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
