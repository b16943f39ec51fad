import type { Known } from './known.ts';
import type { RequestClass } from './request-class.ts';

/** Who is at the other end of the connection. */
export interface Peer {
  /** `trust-domain/ns/NAMESPACE/sa/ACCOUNT`, without `spiffe://`; known to be null for plain text, which shows no certificate. */
  readonly identity: Known<string | null>;
}

/** A peer of which everything is known. */
export interface KnownPeer extends Peer {
  /** The address of its first pod, which stands for all of them; null where it has none. */
  readonly ip: string | null;
}

/** Requests as they come in at a server's proxy: all that its policies can look at. */
export interface Arrival {
  readonly peer: Peer;
  readonly request: RequestClass;
  /** The port of the pod, not of the service. */
  readonly port: number;
  /** The address of the pod; null where it has none. */
  readonly destinationIp: Known<string | null>;
}
