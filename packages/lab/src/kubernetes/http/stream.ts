import type { ServerResponse } from 'node:http';
import { type Call } from '../verbs/call.ts';
import { type Receiver, watch } from '../verbs/watch.ts';
import type { Stroke, Turmoil } from '../chaos/chaos.ts';
import { type Form, shapedObject } from './form.ts';

/** A client that lets this much wait is not reading; it is cut off and will resume. Units: bytes. */
const mostWaiting = 16 * 1024 * 1024;

/** How a watch is served. `stroke`: what chaos makes of it. */
export interface Watching {
  readonly form: Form;
  readonly bookmarkMs: number;
  readonly chaos: Turmoil;
  readonly stroke: Stroke;
}

/** Answers a watch: one JSON value per line for as long as the client stays. Stops when the connection closes. */
export function streamWatch(call: Call, response: ServerResponse, { form, bookmarkMs, chaos, stroke }: Watching): void {
  const { resource } = call.target;
  const begin = (): void => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  };
  const write = (type: string, object: unknown): void => {
    begin();
    if (response.writableEnded || response.destroyed) return;
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > mostWaiting) response.destroy();
  };
  const receiver: Receiver = {
    send: (type, object) => write(type, shapedObject(form, resource, object, call.store.now())),
    fail(error) {
      write('ERROR', error.body());
      response.end();
    },
    end: () => response.end(),
  };
  if (stroke.error) {
    receiver.fail(stroke.error);
    return;
  }
  const stop = watch(call, receiver, bookmarkMs);
  const closed = chaos.opened(resource, receiver.end);
  const cut = stroke.cutAfterMs === undefined ? undefined : setTimeout(receiver.end, stroke.cutAfterMs).unref();
  response.on('close', () => {
    stop();
    closed();
    clearTimeout(cut);
  });
  begin();
  response.flushHeaders();
}
