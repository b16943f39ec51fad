/** An answer was larger than anybody sensible would send. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** The whole body as text. Fails with TooLargeError as soon as it is longer than `maxBytes`, without reading on. */
export async function readLimited(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<string> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLargeError(`more than ${Math.round(maxBytes / 1024 / 1024)} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}
