import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';

/** A listening server. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a handler over HTTP. Fails: a port in use, named in the message. */
export async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`The lab cannot listen at ${host}:${port}: ${cause.message}`, { cause })));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
