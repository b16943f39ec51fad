/** A line that is longer than any object the API server would store: something else is answering. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

const newline = 0x0a;

/**
 * Reads newline-delimited JSON as a watch sends it.
 *
 * Shape: one value per non-empty line; lines and characters may be split over chunks at any byte. A last line without a
 * newline is a cut-off one and is left out.
 * Fails: LineTooLong above `maxLineBytes`; SyntaxError for a line that is not JSON.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      held.push(chunk.subarray(start, end));
      const text = Buffer.concat(held).toString('utf8').trim();
      held = [];
      heldBytes = 0;
      start = end + 1;
      if (text !== '') yield JSON.parse(text) as unknown;
    }
    if (start >= chunk.length) continue;
    held.push(chunk.subarray(start));
    heldBytes += chunk.length - start;
    if (heldBytes > maxLineBytes) throw new LineTooLong(`The cluster sent a line of more than ${maxLineBytes} bytes.`);
  }
}
