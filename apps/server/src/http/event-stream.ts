import type { Endpoint, ParsedOf, ResponseOf } from '@vigla/contract/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf, type CallerOf, partsOf, routeOf } from './bind.ts';

/** The server's end of one stream of events. */
export interface EventStream<T> {
  /** Sends one event, or ends the stream when its reader has fallen too far behind to matter. Does nothing once it has ended. */
  send(event: T): void;
  end(): void;
  /** Fires once, when either side has ended it. */
  readonly ended: AbortSignal;
}

/** Bytes that may wait for a slow reader. One that is further behind asks again from the start sooner than it would catch up. */
const patience = 256 * 1024;
const heartbeatMs = 20_000;

/** Serves a row of kind `stream`. The handler may refuse by throwing, before it opens the stream. */
export function bindStream<E extends Endpoint>(
  app: FastifyInstance,
  row: E,
  handle: (request: ParsedOf<E>, caller: CallerOf<E>, open: () => EventStream<ResponseOf<E>>, raw: FastifyRequest) => Promise<void>,
): void {
  app.route({
    ...routeOf(app, row),
    handler: async (request, reply) => {
      await handle(partsOf<E>(request), callerOf<E>(row, request, reply), () => openStream(reply), request);
      return reply;
    },
  });
}

function openStream<T>(reply: FastifyReply): EventStream<T> {
  const { raw } = reply;
  const ended = new AbortController();
  const heads = Object.entries(reply.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  reply.hijack();
  raw.writeHead(200, {
    ...Object.fromEntries(heads),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
  heartbeat.unref();
  raw.once('close', finish);
  raw.once('error', finish);
  // Somebody who has gone already closes nothing any more.
  if (raw.destroyed || raw.closed) finish();

  function write(text: string): void {
    if (ended.signal.aborted) return;
    raw.write(text);
    if (raw.writableLength > patience) raw.destroy();
  }
  function finish(): void {
    clearInterval(heartbeat);
    ended.abort();
  }
  return {
    send: (event) => write(`data: ${JSON.stringify(event)}\n\n`),
    end: () => {
      if (!ended.signal.aborted) raw.end();
      finish();
    },
    ended: ended.signal,
  };
}
