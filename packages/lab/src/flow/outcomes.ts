import type { Retry, Route } from '@vigla/domain/semantics';
import { isRetried, limitTries, localAnswer, pauseBefore } from './attempts.ts';
import { clip, constant, mixture, sum, type Distribution } from './distribution.ts';
import { joinFlags } from './flags.ts';
import type { Arrival, Attempt, HopLeg, Outcome } from './hop.ts';
import { podsIn, triesOf } from './tries.ts';

/** What both sides report of a hop. */
export interface Reports {
  readonly outcomes: readonly Outcome[];
  readonly arrivals: readonly Arrival[];
  /** How often each leg is tried, and how often it is asked to be tried again. */
  readonly tries: readonly { readonly made: number; readonly repeats: number }[];
}

/** Works out retries, timeouts and faults over the legs of a route. Shares of the outcomes add up to 1. */
export function reportsOf(legs: readonly HopLeg[], route: Route | null, retry: Retry, appTimeoutMs: number | null): Reports {
  const tried = legs.map((leg) => tryLeg(leg, retry));
  const plain: Reports = {
    outcomes: tried.flatMap(({ outcomes }) => outcomes),
    arrivals: tried.flatMap(({ arrivals }) => arrivals),
    tries: tried.flatMap(({ tries }) => tries),
  };
  const timed = route?.kind === 'forward' && route.timeoutMs !== null ? limit(plain, route.timeoutMs, { code: 504, flag: 'UT' }) : plain;
  const faulted = route?.kind === 'forward' && route.fault ? fault(timed, route.fault, appTimeoutMs) : timed;
  return appTimeoutMs === null ? faulted : limit(faulted, appTimeoutMs, { code: 0, flag: 'DC' });
}

/**
 * What becomes of copies: nobody waits for them, and nothing is copied of a request that a fault keeps from being sent.
 * Source: Envoy copies requests in its router, which comes after the fault filter.
 */
export function copiesOf(mirrors: readonly HopLeg[], route: Route | null, appTimeoutMs: number | null): Reports {
  const { outcomes, arrivals, tries } = reportsOf(mirrors, null, noRetry, null);
  const sent = route?.kind === 'forward' && route.fault ? sentShare(route.fault, appTimeoutMs) : 1;
  return { outcomes: scaled(outcomes, sent), arrivals: scaled(arrivals, sent), tries: scaledTries(tries, sent) };
}

/** Nothing is tried again. */
export const noRetry: Retry = { attempts: 0, on: [], perTryMs: null };

/** A route that ends in the caller's own proxy. */
export const localReports = (code: number, flag: string): Reports => ({
  outcomes: [outcome(localAnswer(code, flag), null)],
  arrivals: [],
  tries: [],
});

/**
 * Tries of one leg: a request ends with the first one that is not repeated, or with the last there may be. Where endpoints
 * fail alike, p of the time, that is 1 + p + ... + p^n tries per request and p^(n+1) that fail for good.
 * Unverified: that a repetition for which there is no room ends with the failure there was, flag UO.
 */
function tryLeg({ share, leg, attempts: all, roomToRepeat: room }: HopLeg, retry: Retry): Reports {
  const attempts = limitTries(all, retry.perTryMs);
  const { made, atTry, repeats } = triesOf(attempts, retry, { podsOf: podsIn(leg), room });
  const n = atTry.length - 1;
  const again = attempts.filter((attempt) => isRetried(retry, attempt));
  const waits = n > 0 ? waitsBefore(again, n) : [];
  const ending = (attempt: Attempt, ends: readonly number[], flag: string): Outcome => {
    const reached = ends.reduce((total, one) => total + one, 0);
    const latency = reached > 0 ? mixture(ends.map((weight, i) => ({ weight, of: after(attempt.latency, waits[i]) }))) : attempt.latency;
    return { ...outcome(attempt, leg), share: share * reached, flags: joinFlags(attempt.flag, flag), latency };
  };
  const outcomes = attempts.flatMap((attempt, a): readonly Outcome[] => {
    const shares = atTry.map((one) => one[a] ?? 0);
    if (n === 0 || !again.includes(attempt)) return [ending(attempt, shares, '')];
    const [last, before] = [shares.map((one, i) => (i < n ? 0 : one)), shares.map((one, i) => (i < n ? one * (1 - room) : 0))];
    return [ending(attempt, last, 'URX'), ending(attempt, before, 'UO')];
  });
  return {
    outcomes: outcomes.filter((one) => one.share > 0),
    arrivals: attempts.flatMap((attempt, a) => arrival(attempt, leg, share * (made[a] ?? 0))),
    tries: [{ made: share * made.reduce((total, one) => total + one, 0), repeats: share * repeats }],
  };
}

const outcome = ({ code, flag, workload, security, latency }: Attempt, leg: Outcome['leg']): Outcome => ({
  share: 1,
  code,
  flags: joinFlags(flag),
  leg,
  workload,
  security,
  latency,
});

function arrival(attempt: Attempt, leg: Arrival['leg'], share: number): readonly Arrival[] {
  const { workload, server, security, reply, work } = attempt;
  if (!workload || !server || share === 0) return [];
  return [{ ...server, share, leg, workload, security, reply, work, latency: attempt.served }];
}

const scaled = <One extends { readonly share: number }>(ones: readonly One[], factor: number): readonly One[] =>
  factor === 0 ? [] : ones.map((one) => ({ ...one, share: one.share * factor }));

const scaledTries = (tries: Reports['tries'], factor: number): Reports['tries'] =>
  tries.map(({ made, repeats }) => ({ made: made * factor, repeats: repeats * factor }));

const after = (latency: Distribution, wait: Distribution | undefined): Distribution => (wait ? sum([latency, wait]) : latency);

/** The time lost before the i-th repetition: failed tries and the pauses between them. */
function waitsBefore(again: readonly Attempt[], n: number): readonly (Distribution | undefined)[] {
  const failed = mixture(again.map(({ share, latency }) => ({ weight: share, of: latency })));
  const waits: (Distribution | undefined)[] = [undefined];
  for (let i = 1; i <= n; i++) {
    const pause = pauseBefore(i);
    const before = waits[i - 1];
    waits.push(sum(before ? [before, failed, pause] : [failed, pause]));
  }
  return waits;
}

/** Cuts what lasts longer than a limit: the caller gets the limit's ending, the server sees its caller leave. */
function limit({ outcomes, arrivals, tries }: Reports, limitMs: number, ending: { readonly code: number; readonly flag: string }): Reports {
  return {
    outcomes: outcomes.flatMap((one) => cut(one, limitMs, { code: ending.code, flags: joinFlags(one.flags, ending.flag) })),
    arrivals: arrivals.flatMap((one) => left(one, limitMs)),
    tries,
  };
}

function cut<One extends Outcome | Arrival>(one: One, limitMs: number, ending: { code: number; flags: string }): readonly One[] {
  const { beyond, within } = clip(one.latency, limitMs);
  if (beyond === 0) return [one];
  const late = { ...one, ...ending, share: one.share * beyond, latency: constant(limitMs) };
  return within ? [{ ...one, share: one.share * (1 - beyond), latency: within }, late] : [late];
}

/** What a server sees whose caller leaves after so long. */
const left = (one: Arrival, afterMs: number): readonly Arrival[] => cut(one, afterMs, { code: 0, flags: joinFlags(one.flags, 'DC') });

/** What the caller's own proxy refuses before it looks for a destination: it reports that alone. */
export function refuse({ outcomes, arrivals, tries }: Reports, share: number, { code, flag }: { code: number; flag: string }): Reports {
  if (share === 0 || outcomes.length === 0) return { outcomes, arrivals, tries };
  const passed = 1 - share;
  const refused: Outcome = { ...outcome(localAnswer(code, flag), outcomes[0]?.leg ?? null), share };
  return {
    outcomes: [...outcomes.map((one) => ({ ...one, share: one.share * passed })), refused].filter((one) => one.share > 0),
    arrivals: scaled(arrivals, passed),
    tries: scaledTries(tries, passed),
  };
}

type Fault = NonNullable<Extract<Route, { kind: 'forward' }>['fault']>;

/**
 * Faults come before the router: an aborted request is sent nowhere, a delayed one is sent later. Drawn independently.
 * A delay is part of what the application waits: servers of delayed requests have that much less time.
 */
function fault(
  { outcomes, arrivals, tries }: Reports,
  { abortShare, abortCode, delayShare, delayMs }: Fault,
  appTimeoutMs: number | null,
): Reports {
  const pause = constant(delayMs);
  const given = isGivenUp({ delayMs }, appTimeoutMs);
  const delayed = (one: Outcome): Outcome => ({ ...one, flags: joinFlags(one.flags, 'DI'), latency: sum([one.latency, pause]) });
  const aborted: Outcome = { ...outcome(localAnswer(abortCode, 'FI'), outcomes[0]?.leg ?? null), workload: null };
  const sentLater = given ? [] : appTimeoutMs === null ? arrivals : arrivals.flatMap((one) => left(one, appTimeoutMs - delayMs));
  const unsent: Outcome = { ...delayed(aborted), flags: 'DI' };
  return {
    outcomes: [
      ...scaled(outcomes, (1 - abortShare) * (1 - delayShare)),
      ...(given ? scaled([unsent], delayShare) : scaled(outcomes.map(delayed), (1 - abortShare) * delayShare)),
      ...scaled([aborted], abortShare * (1 - delayShare)),
      ...(given ? [] : scaled([delayed(aborted)], abortShare * delayShare)),
    ],
    arrivals: [...scaled(arrivals, (1 - abortShare) * (1 - delayShare)), ...scaled(sentLater, (1 - abortShare) * delayShare)],
    tries: scaledTries(tries, sentShare({ abortShare, delayShare, delayMs }, appTimeoutMs)),
  };
}

/** A caller that gives up during the pause is gone before the request is sent anywhere. */
const isGivenUp = ({ delayMs }: Pick<Fault, 'delayMs'>, appTimeoutMs: number | null): boolean =>
  appTimeoutMs !== null && delayMs >= appTimeoutMs;

/** The share of requests that a fault lets go out. */
const sentShare = (
  { abortShare, delayShare, delayMs }: Pick<Fault, 'abortShare' | 'delayShare' | 'delayMs'>,
  appTimeoutMs: number | null,
): number => (1 - abortShare) * (isGivenUp({ delayMs }, appTimeoutMs) ? 1 - delayShare : 1);
