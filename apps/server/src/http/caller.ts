import type { Person } from '@vigla/contract/session';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * How the cluster is addressed for a caller. `local`: with the kubeconfig's own credentials.
 * `token`: with the caller's bearer token. Never logged, never sent anywhere but to the cluster.
 */
export type Credentials =
  | { readonly way: 'local' }
  | { readonly way: 'token'; readonly token: string; readonly impersonate?: { readonly user: string; readonly groups: readonly string[] } };

/** Somebody the cluster knows. `key` tells callers apart in caches: equal exactly when person and credentials are. It does not reveal the token. */
export interface Identity {
  readonly person: Person;
  readonly credentials: Credentials;
  readonly key: string;
}

/** Who is asking. Sources act with the caller's own rights, never with the server's. `signal` fires when the caller goes away. */
export interface Caller {
  readonly identity: Identity;
  readonly signal: AbortSignal;
}

/** Somebody at a public row. Nobody has looked at who it is; `request` and `reply` are for the session's cookie. */
export interface Visitor {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly signal: AbortSignal;
}
