import { createServer } from 'node:https';
import { StatusError } from '../status/status.ts';
import type { ServerIdentity } from '../tls/certificates.ts';
import { type Cluster, dispatch } from './dispatch.ts';
import { sendError } from './respond.ts';

/** A listening API server. */
export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Serves a cluster over HTTPS. `port`: 0 takes a free one. Fails: where it cannot listen. */
export async function serve(
  cluster: Cluster,
  identity: ServerIdentity,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer({ cert: identity.certPem, key: identity.keyPem, minVersion: 'TLSv1.2' }, (request, response) => {
    dispatch(cluster, request, response).catch((error: unknown) => {
      // A client that hangs up is no mistake; anything else that is no Status is one, and somebody should hear of it.
      if (!(error instanceof StatusError) && !request.socket.destroyed) process.emitWarning(error instanceof Error ? error : String(error));
      sendError(response, error);
    });
  });
  server.requestTimeout = 60_000;
  // Clients keep connections for the next request; closing them early makes that request fail now and then.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('The API server listens on no port.');
  return address.port;
}
