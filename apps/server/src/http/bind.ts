/* oxlint-disable typescript/no-unsafe-type-assertion -- the seam between Fastify, which knows no rows, and the handlers, which know nothing else. */
import type { Endpoint, ParsedOf, ResponseOf } from '@vigla/contract/http';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Caller, Identity, Visitor } from './caller.ts';
import type { Gate } from './gate.ts';
import { goneSignal } from './gone-signal.ts';
import { quietOf } from './quiet.ts';
import { packedFor, sendForRevalidation } from './revalidate.ts';
import { inSixDigits } from './six-digits.ts';

declare module 'fastify' {
  interface FastifyInstance {
    gate: Gate;
    checkAnswers: boolean;
  }
  interface FastifyRequest {
    identity: Identity | null;
  }
}

/** A public row meets a visitor, who may be nobody; the others meet a caller whom the gate has let in. */
export type CallerOf<E extends Endpoint> = E['access'] extends 'public' ? Visitor : Caller;
export type Handler<E extends Endpoint> = (request: ParsedOf<E>, caller: CallerOf<E>) => Promise<ResponseOf<E>>;

/** Serves one row of the contract: the gate decides who may, Fastify validates what comes in, the handler sees only parsed values. */
export function bind<E extends Endpoint>(app: FastifyInstance, row: E, handle: Handler<E>): void {
  app.route({
    ...routeOf(app, row),
    handler: (request, reply) => handle(partsOf<E>(request), callerOf<E>(row, request, reply)),
  });
}

/**
 * As `bind`, for large answers that often stay the same: the browser keeps them and asks whether they still hold. `write`: the answer
 * as JSON, where a row knows a quicker way than to write all of it. What it returns packs an answer before anybody asks for it, as the
 * last one who asked wanted it packed; it is written by then, or is now.
 */
export function bindRevalidated<E extends Endpoint>(
  app: FastifyInstance,
  row: E,
  handle: Handler<E>,
  write = writeAnswer<E>,
): (answer: ResponseOf<E>, write?: () => string) => Promise<unknown> {
  const checked = (answer: ResponseOf<E>, written = () => write(answer)): string => {
    if (app.checkAnswers) row.response.parse(answer);
    return written();
  };
  let accepted = '';
  app.route({
    ...routeOf(app, row),
    handler: async (request, reply) => {
      const answer = await handle(partsOf<E>(request), callerOf<E>(row, request, reply));
      accepted = request.headers['accept-encoding'] ?? '';
      await sendForRevalidation(request, reply, answer as object, () => checked(answer));
      return reply;
    },
  });
  return (answer, written) => packedFor(accepted, answer as object, () => checked(answer, written));
}

const writeAnswer = <E extends Endpoint>(answer: ResponseOf<E>): string => JSON.stringify(answer, inSixDigits);

/** What every bound row has in common, streams included. */
export function routeOf(app: FastifyInstance, row: Endpoint): Omit<RouteOptions, 'handler'> {
  return {
    method: row.method,
    url: row.path,
    schema: schemaOf(row),
    exposeHeadRoute: false,
    config: { rateLimit: isLimited(row) ? { max: 20, timeWindow: 60_000 } : false },
    onRequest: async (request, reply) => {
      // A stream stays open: nobody waits for its end.
      if (row.kind !== 'stream') quietOf(app).waits(reply);
      reply.header('cache-control', 'no-store');
      request.identity = await app.gate.admit(row, request);
    },
  };
}

/** A single answer that may be `too_many_requests` is one that people could try passwords on; streams count themselves. */
const isLimited = ({ problems, kind }: Endpoint): boolean => kind !== 'stream' && problems.includes('too_many_requests');

const schemaOf = ({ params, query, body, response, kind }: Endpoint) => ({
  ...(params && { params }),
  ...(query && { querystring: query }),
  ...(body && { body }),
  ...(kind !== 'stream' && { response: { 200: response } }),
});

/** The validated parts, for the handler of a row. */
export const partsOf = <E extends Endpoint>({ params, query, body }: FastifyRequest): ParsedOf<E> =>
  ({ params, query, body }) as ParsedOf<E>;

/** Who stands at a row. Fails if the gate was passed by: a bug. */
export function callerOf<E extends Endpoint>(row: E, request: FastifyRequest, reply: FastifyReply): CallerOf<E> {
  const signal = goneSignal(reply);
  if (row.access === 'public') return { request, reply, signal } as Visitor as CallerOf<E>;
  if (!request.identity) throw new Error(`${row.method} ${row.path} was reached without a caller.`);
  return { identity: request.identity, signal } as Caller as CallerOf<E>;
}
