import type { ServerResponse } from 'node:http';
import type { Json } from '../json/json.ts';
import { StatusError } from '../status/status.ts';

/** Answers with one JSON value; warnings go with it in the header clients read them from. Source: RFC 7234, section 5.5. */
export function sendJson(response: ServerResponse, code: number, body: Json, warnings: readonly string[] = []): void {
  setWarnings(response, warnings);
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(code, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache, private',
  });
  response.end(text);
}

/** Answers with a failure. What is no StatusError is a mistake of the lab and says so without details. */
export function sendError(response: ServerResponse, error: unknown): void {
  const status =
    error instanceof StatusError
      ? error
      : new StatusError(500, 'InternalError', 'Internal error occurred: the lab failed to handle this request');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (status.code === 401) response.setHeader('www-authenticate', 'Bearer');
  if (status.details.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(status.details.retryAfterSeconds));
  sendJson(response, status.code, status.body());
}

/** Header values may hold printable ASCII only; anything else of a warning is shown as `?`. */
export function setWarnings(response: ServerResponse, warnings: readonly string[]): void {
  if (warnings.length === 0) return;
  const values = warnings.map(
    (warning) =>
      `299 - "${warning
        .replaceAll(/[^\x20-\x7e]/g, '?')
        .replaceAll('\\', '\\\\')
        .replaceAll('"', '\\"')
        .slice(0, 2000)}"`,
  );
  response.setHeader('warning', values);
}
