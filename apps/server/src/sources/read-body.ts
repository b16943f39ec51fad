import { readChunks, readLimited } from './read-limited.ts';
import { createVectorReader } from './vector-reader.ts';
import type { Sample } from '@vigla/domain/samples';

/** The body of an answer, as it arrives. */
export type Body = AsyncIterable<Uint8Array> | null;

/** Understands the body of an answer. Undefined: it is no JSON, or only a part of one. Null: it is JSON, and not what was asked for. */
export type BodyReader<T> = (body: Body, maxBytes: number) => Promise<T | null | undefined>;

/** Reads an answer whole. */
export const whole =
  <T>(read: (body: unknown) => T | null): BodyReader<T> =>
  async (body, maxBytes) => {
    const json = parseJson(await readLimited(body, maxBytes));
    return json === undefined ? undefined : read(json);
  };

/** Reads a vector as it arrives. `isVector` looks at the answer without its elements. */
export const vector =
  (isVector: (envelope: unknown) => boolean): BodyReader<readonly Sample[]> =>
  async (body, maxBytes) => {
    const reader = createVectorReader();
    const decoder = new TextDecoder();
    for await (const chunk of readChunks(body, maxBytes)) reader.push(decoder.decode(chunk, { stream: true }));
    reader.push(decoder.decode());
    const envelope = parseJson(reader.envelope());
    if (envelope === undefined) return undefined;
    return isVector(envelope) ? reader.samples() : null;
  };

/** Undefined for text that is not JSON; JSON itself cannot say undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
