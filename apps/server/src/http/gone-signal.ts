import type { FastifyReply } from 'fastify';

/**
 * Fires when the client has gone before its answer was complete, so that nothing goes on being asked for nobody.
 * The request's own `close` will not do: for a request with a body it comes as soon as the body is read.
 */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort(new DOMException('The client has gone.', 'AbortError'));
  });
  return gone.signal;
}
