import type { Arrival } from './authorization-arrival.ts';
import type { Authorization, Authorizations } from './authorization.ts';
import type { Authenticate, Authentication } from './request-authentication.ts';
import type { Workload } from './workloads.ts';

/** What a workload's proxy makes of requests that come in: token first, then policies. */
export interface Admission {
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
    return { authentication, authorization: authorize(workload, verified(arrival, authentication)) };
  };

/** Requests as policies see them: with the token that was verified, or none. */
export const verified = (arrival: Arrival, { token }: Authentication): Arrival => ({ ...arrival, request: { ...arrival.request, token } });
