import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import serveFolder from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from './app-error.ts';

/** A built face of the product and where it is served. `page`: unknown paths below it are pages of its own router. */
interface Face {
  readonly name: string;
  readonly prefix: '/' | `/${string}/`;
  readonly folder: string;
  readonly page: boolean;
}

const faces: readonly Face[] = [
  { name: 'dashboard', prefix: '/', folder: 'dashboard/dist', page: true },
  { name: 'wall', prefix: '/wall/', folder: 'wall/dist', page: true },
  { name: 'console plugin', prefix: '/plugin/', folder: 'console-plugin/dist', page: false },
];

/** Serves the built faces below `folder`, and answers for every path that nobody else has. */
export async function useStaticFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    globalDecompression: false,
  });
  for (const [i, { prefix, folder: built }] of faces.entries()) {
    await app.register(serveFolder, {
      root: join(folder, built),
      prefix,
      decorateReply: i === 0,
      preCompressed: true,
      suppressWarning: true,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, path) => void reply.header('cache-control', cachingOf(path)),
    });
  }
  app.setNotFoundHandler((request, reply) => answerUnknown(folder, request, reply));
}

/** A name with a hash of the content in it never means anything else; any other name must be asked about. */
const cachingOf = (path: string): string =>
  /[\\/]assets[\\/][^\\/]+-[\w-]{8}\.\w+(\.br|\.gz)?$|[-.][0-9a-f]{16,}\.[\w.]+$/.test(path)
    ? 'public, max-age=31536000, immutable'
    : 'no-cache';

/** A page path gets the face's page, whose own router knows the rest; anything else that is not there is a 404 and says so. */
function answerUnknown(folder: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '/';
  const face = faces.findLast(({ prefix }) => path === prefix.slice(0, -1) || path.startsWith(prefix));
  if (!face?.page || !asksForPage(path, request)) {
    throw new AppError('not_found', `There is nothing at ${path.slice(0, 200)}.`);
  }
  if (face.prefix !== '/' && path === face.prefix.slice(0, -1)) return reply.redirect(face.prefix + request.url.slice(path.length), 308);
  const root = join(folder, face.folder);
  if (!existsSync(join(root, 'index.html'))) return sayNotBuilt(reply, face);
  return reply.header('cache-control', 'no-cache').sendFile('index.html', root, { cacheControl: false });
}

/** Pages have names without dots; whatever has one was meant as a file, or as a way out of the folder. */
function asksForPage(path: string, { method, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (/^\/(api|healthz|readyz|metrics)(\/|$)/.test(path) || /\.|%2e|%5c|%00/i.test(path)) return false;
  return headers.accept === undefined || /text\/html|\*\/\*/.test(headers.accept);
}

function sayNotBuilt(reply: FastifyReply, { name }: Face): FastifyReply {
  const text = `The ${name} is not built yet, so there is no page to show here. Run "npm start", which builds what is missing, or "pnpm build", then load this page again.`;
  return reply
    .code(503)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>\n<html lang="en"><title>Vigla: not built</title><p>${text}</p></html>\n`);
}
