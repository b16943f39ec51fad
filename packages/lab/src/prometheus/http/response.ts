import type { ServerResponse } from 'node:http';
import { QueryFailure, type FailureType } from '../failure.ts';

/** What a route answers: data for the JSON envelope, the whole JSON in pieces, or text as it is. */
export type Reply =
  | { readonly data: unknown; readonly warnings?: readonly string[] }
  | { readonly pieces: Iterator<string> }
  | { readonly text: string; readonly contentType: string; readonly status?: number };

const statusOf: Readonly<Record<FailureType, number>> = { bad_data: 400, not_found: 404, execution: 422, internal: 500, timeout: 503 };

const json = 'application/json';

/** Sends a reply. */
export async function sendReply(response: ServerResponse, reply: Reply): Promise<void> {
  if ('text' in reply) return send(response, reply.status ?? 200, reply.contentType, reply.text);
  if ('pieces' in reply) return sendPieces(response, reply.pieces);
  const { data, warnings } = reply;
  send(response, 200, json, JSON.stringify({ status: 'success', data, ...(warnings ? { warnings } : {}) }));
}

/** Sends a failure the way Prometheus words it. What is not a QueryFailure is a bug: its text stays here. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  const known = error instanceof QueryFailure ? error : new QueryFailure('internal', 'the lab failed to answer; its log says why');
  send(response, statusOf[known.type], json, JSON.stringify({ status: 'error', errorType: known.type, error: known.message }));
}

export function sendNotAllowed(response: ServerResponse, allowed: string): void {
  response.setHeader('Allow', allowed);
  send(response, 405, 'text/plain; charset=utf-8', `Method not allowed. Use ${allowed}.\n`);
}

/** Waits for whoever reads slowly, and stops where they hang up. An answer of one piece is sent as a whole. */
async function sendPieces(response: ServerResponse, pieces: Iterator<string>): Promise<void> {
  const first = pieces.next().value ?? '';
  let next = pieces.next();
  if (next.done) return send(response, 200, json, first);
  if (response.destroyed) return;
  response.writeHead(200, headersOf(json));
  response.write(first);
  for (; !next.done && !response.destroyed; next = pieces.next()) {
    if (!response.write(next.value)) await drained(response);
  }
  response.end();
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });

const headersOf = (contentType: string): Record<string, string> => ({ 'Content-Type': contentType, 'X-Content-Type-Options': 'nosniff' });

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...headersOf(contentType), 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
