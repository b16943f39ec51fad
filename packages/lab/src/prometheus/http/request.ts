import type { IncomingMessage } from 'node:http';
import { badData } from '../failure.ts';

/** What a route gets to see of a request. */
export interface Asked {
  readonly path: string;
  /** Query string and form body together. */
  readonly parameters: URLSearchParams;
  /** `host:port` as the client wrote it, for addresses that lead back here. */
  readonly host: string;
  readonly accept: string;
}

const longestBody = 2_000_000;
/** A form that is too large is still read to its end, so that its sender hears why; one beyond this is cut off. */
const longestDrained = 20_000_000;

/** Reads a request to its end. Fails: bad_data for a body that is too large or no form. */
export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://lab.invalid');
  const parameters = new URLSearchParams(url.search);
  if (request.method === 'POST') {
    const form = await readBody(request);
    for (const [name, value] of new URLSearchParams(form)) parameters.append(name, value);
  }
  return { path: url.pathname, parameters, host: hostOf(request), accept: request.headers.accept ?? '' };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const type = request.headers['content-type'] ?? '';
  if (type !== '' && !type.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    throw badData(`a POST must carry a form (application/x-www-form-urlencoded), not ${JSON.stringify(type.slice(0, 100))}`);
  }
  request.setEncoding('utf8');
  const parts: string[] = [];
  let length = 0;
  for await (const part of request) {
    const text = String(part);
    length += text.length;
    if (length <= longestBody) parts.push(text);
    else if (length > longestDrained) break;
  }
  if (length > longestBody) throw badData(`the form is larger than ${longestBody} characters`);
  return parts.join('');
}

/** A made-up Host header must not end up in addresses we hand out. */
function hostOf({ headers, socket }: IncomingMessage): string {
  const host = headers.host ?? '';
  if (/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?$/.test(host)) return host;
  return `${socket.localAddress ?? '127.0.0.1'}:${socket.localPort ?? 80}`;
}
