import type { ClientTls } from './destination-rule.ts';
import type { ServerMode } from './peer-authentication.ts';

/** The two ends of a connection. `server` null: the pod has no proxy. */
export interface Ends {
  /** Null: the caller has no proxy and speaks plain text. */
  readonly client: ClientTls | null;
  readonly server: ServerMode | null;
  /** Auto mTLS may be tried: it is on, and the service's namespace does not disable it. */
  readonly autoMtls: boolean;
}

/**
 * How opening a connection ends.
 * `connect_failure`: the two do not speak the same (503 UF, the proxy tries again).
 * `closed`: the server closes on the first bytes (503 UC at a proxy; nothing to see for a caller without one).
 */
export type Handshake =
  | { readonly kind: 'open'; readonly security: 'mutual_tls' | 'none' }
  | { readonly kind: 'connect_failure' }
  | { readonly kind: 'closed' };

const plain: Handshake = { kind: 'open', security: 'none' };
const mutual: Handshake = { kind: 'open', security: 'mutual_tls' };

/** Decides a handshake between what the caller sends and what the pod accepts. Total. */
export function handshake({ client, server, autoMtls }: Ends): Handshake {
  if (client === 'ISTIO_MUTUAL') return server === 'STRICT' || server === 'PERMISSIVE' ? mutual : { kind: 'connect_failure' };
  // One-way TLS, or a certificate that is not of the mesh: a proxy of the mesh does not take it, an application might, but not these.
  if (client === 'SIMPLE' || client === 'MUTUAL') return { kind: 'connect_failure' };
  if (client === 'auto' && autoMtls && server !== null && server !== 'DISABLE') return mutual;
  return server === 'STRICT' ? { kind: 'closed' } : plain;
}
