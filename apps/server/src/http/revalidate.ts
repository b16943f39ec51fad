import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

type Encoding = 'br' | 'gzip';

interface Rendered {
  readonly json: string;
  readonly etag: string;
  readonly compressed: Map<Encoding, Promise<Buffer>>;
}

/** Answers that many callers get are written out and compressed once, for as long as somebody holds the answer. */
const renderings = new WeakMap<object, Rendered>();

/**
 * Sends an answer that the browser may keep but must ask about each time: an unchanged one costs a 304.
 * The same object sent twice is neither stringified nor compressed again.
 */
export async function sendForRevalidation(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: object,
  stringify: (answer: object) => string,
): Promise<void> {
  const rendered = renderings.get(answer) ?? render(answer, stringify);
  renderings.set(answer, rendered);
  reply.header('etag', rendered.etag).header('cache-control', 'private, no-cache').header('vary', 'accept-encoding, authorization, cookie');
  if (knows(request.headers['if-none-match'], rendered.etag)) return void reply.code(304).send();
  reply.type('application/json; charset=utf-8');
  const encoding = rendered.json.length < 1024 ? null : chooseEncoding(request.headers['accept-encoding'] ?? '');
  if (encoding === null) return void reply.send(rendered.json);
  return void reply.header('content-encoding', encoding).send(await compress(rendered, encoding));
}

function render(answer: object, stringify: (answer: object) => string): Rendered {
  const json = stringify(answer);
  // Weak: the bytes differ by encoding, the meaning does not.
  return { json, etag: `W/"${createHash('sha1').update(json).digest('base64url')}"`, compressed: new Map() };
}

function knows(header: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return header?.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag)) ?? false;
}

/** Brotli where it is accepted, then gzip. `q=0` is a refusal. */
function chooseEncoding(accepted: string): Encoding | null {
  const wanted = accepted.split(',').filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part));
  const names = wanted.map((part) => part.split(';')[0]?.trim().toLowerCase());
  if (names.includes('br')) return 'br';
  return names.includes('gzip') ? 'gzip' : null;
}

function compress({ json, compressed }: Rendered, encoding: Encoding): Promise<Buffer> {
  const ready = compressed.get(encoding) ?? compressWith[encoding](json);
  compressed.set(encoding, ready);
  return ready;
}

/** Brotli's default quality, 11, takes seconds for a large graph; 4 takes tens of milliseconds for nearly the same size. */
const compressWith: Readonly<Record<Encoding, (json: string) => Promise<Buffer>>> = {
  br: (json) =>
    brotli(json, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: json.length } }),
  gzip: (json) => gzip(json, { level: 5 }),
};
