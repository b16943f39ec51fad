import {
  classOf,
  known,
  targetOf,
  type Admission,
  type Arrival,
  type Call,
  type KnownAnswer,
  type Leg,
  type Mesh,
  type Workload,
} from '@vigla/domain/semantics';
import { bearerOf } from './bearer.ts';

/** What a server's proxy answers in the place of its application, and why. */
export interface Refusal {
  readonly code: number;
  readonly flags: string;
  /** `external`: whoever is asked from outside does not answer. */
  readonly reason: 'external' | KnownAnswer['reason'];
  /** What decided; null where a default did. */
  readonly by: KnownAnswer['by'];
}

/** A request on its way over a connection that is open. */
export interface Incoming {
  readonly caller: Workload;
  readonly call: Call;
  readonly leg: Leg;
  readonly workload: Workload;
  readonly security: 'mutual_tls' | 'none';
}

/**
 * What the server's proxy refuses a request with; null when it lets it through, or where there is no proxy. Order: whoever is
 * asked from outside, the token, policies.
 */
export function refusalOf(mesh: Mesh, incoming: Incoming): Refusal | null {
  if (incoming.workload.proxy === null) return null;
  const { authentication, authorization } = mesh.admit(incoming.workload, arrivalOf(mesh, incoming));
  const unanswered = externalRefusal(mesh, authorization);
  if (unanswered) return unanswered;
  if (authentication.code !== null) return { code: authentication.code, flags: '-', reason: authentication.reason, by: authentication.by };
  const { verdict, reason, by } = authorization;
  return verdict === 'deny' ? { code: 403, flags: '-', reason, by } : null;
}

/**
 * A rule of this lab: whoever is asked from outside says yes as long as its service has a ready endpoint. Without one the
 * request is refused as the provider's settings say, with the flag UAEX, unless they let it pass.
 */
function externalRefusal(mesh: Mesh, { asks }: Admission['authorization']): Refusal | null {
  const provider = asks?.provider;
  if (!provider || provider.failOpen || mesh.providerState(provider) === 'ready') return null;
  return { code: provider.statusOnError, flags: 'UAEX', reason: 'external', by: asks.by };
}

/**
 * All that the server's proxy can look at. A rule of this lab: the first pod's address stands for all of a workload's, and the
 * original client is the direct one.
 */
function arrivalOf(mesh: Mesh, { caller, call, leg, workload, security }: Incoming): Arrival {
  const request = classOf(call, { token: call.protocol === 'tcp' ? null : bearerOf(call), ip: addressOf(caller) });
  return {
    peer: mesh.peer(caller, security),
    request: security === 'mutual_tls' ? { ...request, sni: known(serverName(leg)) } : request,
    port: targetOf(leg),
    destinationIp: known(addressOf(workload)),
  };
}

const addressOf = ({ pods }: Workload): string | null => pods[0]?.ip ?? null;

/** The name that proxies of a mesh ask each other for. Unverified: the form of it on the wire. */
const serverName = ({ host, port, subset }: Leg): string => `outbound_.${port}_.${subset ?? ''}_.${host}`;
