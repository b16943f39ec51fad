import type { Endpoint, ParsedOf, ResponseOf } from '@vigla/contract/http';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Caller, Identity, Visitor } from './caller.ts';
import { goneSignal } from './gone-signal.ts';
import type { Gate } from './gate.ts';

declare module 'fastify' {
  interface FastifyInstance {
    gate: Gate;
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
    handler: (request, reply) => handle(partsOf(request) as ParsedOf<E>, callerOf(request, reply) as CallerOf<E>),
  });
}

/** What every bound row has in common, streams included. */
export function routeOf(app: FastifyInstance, row: Endpoint): Omit<RouteOptions, 'handler'> {
  return {
    method: row.method,
    url: row.path,
    schema: schemaOf(row),
    exposeHeadRoute: false,
    config: { rateLimit: isLimited(row) ? { max: 20, timeWindow: 60_000 } : false },
    onRequest: async (request) => {
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

export const partsOf = ({ params, query, body }: FastifyRequest) => ({ params, query, body });

export function callerOf(request: FastifyRequest, reply: FastifyReply): Caller | Visitor {
  const signal = goneSignal(reply);
  return request.identity ? { identity: request.identity, signal } : { request, reply, signal };
}
