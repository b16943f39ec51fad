import type { Arrival } from './authorization-arrival.ts';
import type { DecidedBy } from './authorization-policy.ts';
import type { Verdict } from './authorization-verdict.ts';
import type { Authorization, Authorizations } from './authorization.ts';
import type { Authenticate, Authentication } from './request-authentication.ts';
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

/** Requests as policies see them: with the token that was verified, or none. */
export const verified = (arrival: Arrival, { token }: Authentication): Arrival => ({ ...arrival, request: { ...arrival.request, token } });
