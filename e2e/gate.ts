import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A door in front of a source that a test can shut: connections are cut and refused, as when a process is killed. */
export interface Gate {
  readonly url: string;
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** Puts a door in front of `target`, keeping its protocol: bytes pass as they are, so TLS stays between client and source. */
export async function gate(target: string): Promise<Gate> {
  const { protocol, hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      // A connection that is refused or reset behind the door is so before it, too.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.end();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  const listen = (onPort: number): Promise<void> => new Promise((done) => void server.listen(onPort, '127.0.0.1', done));
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  return {
    url: `${protocol}//127.0.0.1:${own}`,
    shut: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
    open: () => listen(own),
  };
}
