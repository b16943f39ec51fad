import { fastifyCookie } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Browsers drop a cookie of more than 4096 bytes, name and attributes included, without a word: long ones travel in pieces. */
const pieceLength = 3800;
const mostPieces = 3;

/** The longest value a cookie can hold. Units: characters. */
export const maxCookieLength = pieceLength * mostPieces;

/** The cookie of this server. Browsers do not tell ports apart, so the name does; `__Host-` ties it to this very host over https. */
const nameOf = (request: FastifyRequest, piece: number): string =>
  `${isHttps(request) ? '__Host-' : ''}vigla-${request.socket.localPort ?? 0}${piece === 0 ? '' : `.${piece}`}`;

const isHttps = ({ protocol }: FastifyRequest): boolean => protocol === 'https';

/** The cookie's value; the empty text when there is none. */
export function readCookie(request: FastifyRequest): string {
  const cookies = fastifyCookie.parse(request.headers.cookie ?? '');
  return Array.from({ length: mostPieces }, (_, piece) => cookies[nameOf(request, piece)] ?? '').join('');
}

/** Sets the cookie, or clears it when the value is empty. Pieces that a longer value left behind are cleared too. */
export function writeCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  const present = fastifyCookie.parse(request.headers.cookie ?? '');
  for (let piece = 0; piece < mostPieces; piece += 1) {
    const name = nameOf(request, piece);
    const part = value.slice(piece * pieceLength, (piece + 1) * pieceLength);
    if (part === '' && present[name] === undefined) continue;
    const lifetime = part === '' ? { maxAge: 0 } : {};
    void reply.header(
      'set-cookie',
      fastifyCookie.serialize(name, part, { path: '/', httpOnly: true, sameSite: 'strict', secure: isHttps(request), ...lifetime }),
    );
  }
}
