import type { Arrival, KnownPeer } from './authorization-arrival.ts';
import type { DecidedBy } from './authorization-policy.ts';
import type { Verdict } from './authorization-verdict.ts';
import type { Authorization, Authorizations } from './authorization.ts';
import { known } from './known.ts';
import type { Authenticate, Authentication } from './request-authentication.ts';
import { classOf } from './request-class.ts';
import type { Call } from './request.ts';
import type { Workload } from './workloads.ts';

/** What becomes of requests, token and policies taken together. */
export interface Answer {
  readonly verdict: Verdict['verdict'];
  /** What refused requests are answered with; null where that is open, and on TCP, where the connection is closed. */
  readonly code: 401 | 403 | null;
  /** What decided; null where a default did, or nothing. */
  readonly by: DecidedBy | null;
  /** Names of the unknown attributes that would decide, in order; empty when decided. */
  readonly missing: readonly string[];
}

/** What a workload's proxy makes of requests that come in: token first, then policies. */
export interface Admission {
  readonly answer: Answer;
  readonly authentication: Authentication;
  /** What policies say of the request with the token they get to see; without effect where authentication rejects. */
  readonly authorization: Authorization;
}

/** Decides about requests as they come in. */
export type Admit = (workload: Workload, arrival: Arrival) => Admission;

/** Joins both: policies see the token that was verified, never the one that was sent. */
export const admission =
  (authenticate: Authenticate, { authorize }: Authorizations): Admit =>
  (workload, arrival) => {
    const authentication = authenticate(workload, arrival.request);
    const authorization = authorize(workload, verified(arrival, authentication));
    return { authentication, authorization, answer: answerOf(authentication, authorization, arrival.request.protocol === 'tcp') };
  };

/** A refusal by policies is one whatever the token; only its code is open then, as it is where somebody else may refuse first. */
function answerOf(authentication: Authentication, { verdict, by, missing, asks }: Authorization, tcp: boolean): Answer {
  const open = authentication.verdict === 'undecided';
  if (authentication.verdict === 'reject')
    return { verdict: 'deny', code: asks ? null : authentication.code, by: authentication.by, missing: [] };
  if (verdict === 'deny') return { verdict, code: open || tcp || asks ? null : 403, by, missing: [] };
  if (!open) return { verdict, code: null, by, missing };
  return { verdict: 'undecided', code: null, by: null, missing: [...new Set([...authentication.missing, ...missing])].sort() };
}

/** What a workload's proxy makes of one call of which everything is known. */
export interface KnownAnswer {
  /** Whoever is asked from outside is taken to say yes. */
  readonly allowed: boolean;
  readonly code: Answer['code'];
  readonly reason: Verdict['reason'] | Authentication['reason'];
  readonly by: DecidedBy | null;
}

/** Decides about a call that carries no token. Units: `port` is the port of the pod. */
export type AdmitKnown = (workload: Workload, peer: KnownPeer, call: Call, port: number) => KnownAnswer;

export const admitKnown =
  (admit: Admit): AdmitKnown =>
  (workload, peer, call, port) => {
    const request = classOf(call, { ip: peer.ip });
    const { answer, authentication, authorization } = admit(workload, {
      peer,
      request,
      port,
      destinationIp: known(workload.pods[0]?.ip ?? null),
    });
    const { reason } = authentication.verdict === 'reject' ? authentication : authorization;
    return { allowed: answer.verdict !== 'deny', code: answer.code, reason, by: answer.by };
  };

/** Requests as policies see them: with the token that was verified, or none. */
export const verified = (arrival: Arrival, { token }: Authentication): Arrival => ({ ...arrival, request: { ...arrival.request, token } });
