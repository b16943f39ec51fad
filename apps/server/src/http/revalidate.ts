import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const zstd = promisify(zlib.zstdCompress);

type Encoding = 'zstd' | 'br' | 'gzip' | 'identity';

interface Packed {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly encoding: Encoding;
}

/**
 * Answers that many callers get are written out and packed once, for as long as somebody holds the answer. They belong to the
 * answer and to nobody: who may not have the answer never comes to its bytes. The text itself is let go; it is many times the size.
 */
const packings = new WeakMap<object, Map<Encoding, Promise<Packed>>>();

/**
 * Sends an answer that the browser may keep but must ask about each time: an unchanged one costs a 304.
 * The same object sent twice is neither written nor packed again.
 */
export async function sendForRevalidation(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: object,
  write: () => string,
): Promise<void> {
  const { bytes, etag, encoding } = await packedFor(request.headers['accept-encoding'] ?? '', answer, write);
  // How long the caller waited for us, for whoever looks into the browser's tools. Units: ms, until the first byte.
  reply.header('server-timing', `total;dur=${reply.elapsedTime.toFixed(1)}`);
  reply.header('etag', etag).header('cache-control', 'private, no-cache').header('vary', 'accept-encoding, authorization, cookie');
  if (knows(request.headers['if-none-match'], etag)) return void reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return void reply.type('application/json; charset=utf-8').send(bytes);
}

/** An answer as it is sent to who accepts these encodings. It is written only where it was not yet packed so. */
export function packedFor(accepted: string, answer: object, write: () => string): Promise<Packed> {
  const encoding = chooseEncoding(accepted);
  const known = packings.get(answer) ?? new Map<Encoding, Promise<Packed>>();
  packings.set(answer, known);
  const ready = known.get(encoding) ?? pack(Buffer.from(write()), encoding);
  known.set(encoding, ready);
  return ready;
}

/** What is small is sent as it is. The tag is of the bytes that are sent, far fewer than those of the text; weak, since a proxy may pack them anew. */
async function pack(text: Buffer, wanted: Encoding): Promise<Packed> {
  const encoding = text.length < 1024 ? 'identity' : wanted;
  const bytes = encoding === 'identity' ? text : await packers[encoding](text);
  return { bytes, encoding, etag: `W/"${hash('sha1', bytes, 'base64url')}"` };
}

function knows(header: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return header?.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag)) ?? false;
}

/** Zstandard where it is accepted: as small, in a fifth of the time. Then Brotli, then gzip. `q=0` is a refusal. */
function chooseEncoding(accepted: string): Encoding {
  const wanted = accepted.split(',').filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part));
  const names = wanted.map((part) => part.split(';')[0]?.trim().toLowerCase());
  return (['zstd', 'br', 'gzip'] as const).find((encoding) => names.includes(encoding)) ?? 'identity';
}

/** Somebody waits: Brotli's default quality, 11, takes seconds for a large graph; 2 takes ten milliseconds for little more bytes. */
const packers: Readonly<Record<Exclude<Encoding, 'identity'>, (text: Buffer) => Promise<Buffer>>> = {
  zstd: (text) => zstd(text, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } }),
  br: (text) =>
    brotli(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 2, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
  gzip: (text) => gzip(text, { level: 3 }),
};
