import { targetOf, type Call, type Leg, type Retry, type Workload } from '@vigla/domain/semantics';
import { picksOf, type Standing } from './balance.ts';
import { clip, constant, distribution, exponential, mixture, sampleCount, scattered, sum, type Distribution } from './distribution.ts';
import type { Attempt, Reply } from './hop.ts';
import { grpcConditions, grpcStatusOf } from './grpc-status.ts';
import { inPanic, outlierKey } from './outlier.ts';
import type { PoolStrain } from './pool.ts';
import { refusalOf } from './refusal.ts';
import { bucketKey, limitsOn } from './token-bucket.ts';
import type { World } from './world.ts';

/** Times that proxies need for what they answer themselves. Units: ms. */
const times = {
  local: scattered({ median: 0.3, spread: 0.3 }),
  refused: scattered({ median: 0.6, spread: 0.3 }),
  connect: scattered({ median: 1.2, spread: 0.3 }),
  closed: scattered({ median: 2, spread: 0.4 }),
};

/** The way from proxy to proxy and back. Units: ms. */
export const proxyWay = scattered({ median: 0.9, spread: 0.35 });

const pauses = [25, 50, 100, 200, 250].map((longest) =>
  distribution(Array.from({ length: sampleCount }, (_, i) => (longest * (i + 0.5)) / sampleCount)),
);

/** The pause before the n-th repetition. Source: Envoy's full jitter: anything up to 25 ms, doubling each time up to 250 ms. Units: ms. */
export const pauseBefore = (n: number): Distribution => pauses[Math.min(n, pauses.length) - 1] ?? constant(0);

/** What a server's proxy refuses takes the way there and back all the same. */
const refusedThere = sum([times.refused, proxyWay]);

const nowhere = { workload: null, failure: null, server: null, security: 'none', reply: null, work: 0, grpc: false } as const;

/** An answer that a proxy gives by itself, before any host is chosen. */
export const localAnswer = (code: number, flag: string): Attempt => ({
  ...nowhere,
  share: 1,
  code,
  flag,
  latency: times.local,
  served: times.local,
});

/** A try at a leg, and what is looked at to tell how it ends. */
export interface Try {
  readonly world: World;
  readonly caller: Workload;
  readonly call: Call;
  readonly leg: Leg;
  /** Reads the strain. */
  readonly read: (name: string) => number;
  readonly reply: (workload: Workload) => Reply;
}

/** Everything that can happen to one attempt at a leg. */
export function attemptsAt(one: Try): readonly Attempt[] {
  if (one.leg.missing) return [localAnswer(one.leg.missingCode, 'NC')];
  const standing = standingOf(one);
  if (standing.every(({ left }) => left === 0)) return [localAnswer(503, 'UH')];
  return picksOf(one, standing).flatMap(({ workload, share }) =>
    attemptsAtWorkload(one, workload).map((attempt) => ({ ...attempt, share: attempt.share * share })),
  );
}

/** How many endpoints of each workload the caller's proxies use. */
function standingOf({ leg, caller, read }: Try): readonly Standing[] {
  const { outlier, endpoints } = leg;
  const all = endpoints.map(({ workload, pods }) => ({ workload, left: pods.length }));
  if (!outlier) return all;
  const standing = all.map(({ workload, left }) => ({
    workload,
    left: Math.max(0, left - read(`out ${outlierKey(caller, leg, workload)}`)),
  }));
  const count = (some: typeof all): number => some.reduce((total, { left }) => total + left, 0);
  return count(all) > 0 && inPanic(outlier, count(all), count(all) - count(standing)) ? all : standing;
}

function attemptsAtWorkload(one: Try, workload: Workload): readonly Attempt[] {
  const { world, caller, call, leg } = one;
  const { mesh } = world;
  const shaken = mesh.connect(caller, leg, workload);
  const base = { ...nowhere, share: 1, workload, served: times.refused, grpc: call.protocol === 'grpc' };
  if (shaken.kind === 'closed') return [{ ...base, code: 503, flag: 'UC', failure: 'reset', latency: times.closed }];
  if (shaken.kind === 'connect_failure') return [{ ...base, code: 503, flag: 'UF', failure: 'connect', latency: times.connect }];
  const { security } = shaken;
  const refusal = refusalOf(mesh, { caller, call, leg, workload, security });
  const met = { ...base, security, flag: '', latency: refusedThere };
  const answers = refusal
    ? [{ ...met, code: refusal.code, server: { code: refusal.code, flags: refusal.flags } }]
    : replies({ ...base, security }, one.reply(workload));
  const limit = limitAt(one, workload);
  if (limit.share === 0) return answers;
  const limited: Attempt = { ...met, share: limit.share, code: limit.code, failure: 'limited', server: { code: limit.code, flags: 'RL' } };
  return [...answers.map((attempt) => ({ ...attempt, share: attempt.share * (1 - limit.share) })), limited].filter(
    ({ share }) => share > 0,
  );
}

/** The share of requests that the server's proxy has no token for. Limits stand at the head of its filters: they come before policies. */
function limitAt({ world, call, leg, read }: Try, workload: Workload): { readonly share: number; readonly code: number } {
  if (call.protocol === 'tcp' || workload.proxy === null) return { share: 0, code: 429 };
  const limits = limitsOn(world.limits(workload), 'inbound', [leg.port, targetOf(leg)]);
  const passed = limits.reduce((left, limit) => left * (1 - read(`limited ${bucketKey(workload, limit)}`)), 1);
  return { share: 1 - passed, code: limits[0]?.code ?? 429 };
}

const replies = (base: Omit<Attempt, 'code' | 'flag' | 'latency'>, answered: Reply): readonly Attempt[] =>
  answered.endings.map(({ share, code, latency, works }) => ({
    ...base,
    share,
    code,
    flag: '',
    server: { code, flags: '-' },
    reply: works ? answered : null,
    latency: sum([latency, proxyWay]),
    served: latency,
    work: answered.work,
  }));

/** Attempts through connections that are strained: some find no room and are never sent, others wait for a connection first. */
export function throughPool(attempts: readonly Attempt[], strain: PoolStrain | undefined): readonly Attempt[] {
  if (!strain || (strain.refused === 0 && strain.waiting === 0)) return attempts;
  const { refused, waiting, waitMs } = strain;
  const wait = mixture([
    { weight: waiting, of: exponential(waitMs) },
    { weight: 1 - waiting, of: constant(0) },
  ]);
  const sent = attempts.map((attempt) => {
    const { workload, share, latency } = attempt;
    return workload ? { ...attempt, share: share * (1 - refused), latency: sum([latency, wait]), wait } : attempt;
  });
  return [...sent, ...overflowing(attempts, refused)].filter(({ share }) => share > 0);
}

/**
 * Tries for which a host was chosen and no connection was left. They are told of that host: a proxy chooses the host first and
 * asks for a connection to it then. Source: Envoy's router, which notes the host of a pool that fails, for whatever reason.
 */
function overflowing(attempts: readonly Attempt[], refused: number): readonly Attempt[] {
  const reached = new Map<Workload, number>();
  for (const { workload, share } of attempts) if (workload) reached.set(workload, (reached.get(workload) ?? 0) + share);
  return [...reached].map(([workload, share]) => ({ ...localAnswer(503, 'UO'), failure: 'overflow', workload, share: share * refused }));
}

/** How long a try that reaches a host keeps a connection, on average: never longer than anybody waits for it. */
export function holdingMs(attempts: readonly Attempt[], limitMs: number): number {
  let [total, held] = [0, 0];
  for (const { workload, share, latency } of attempts) {
    if (!workload) continue;
    const mean = latency.samples.reduce((all, value) => all + Math.min(value, limitMs), 0) / latency.samples.length;
    total += share;
    held += share * mean;
  }
  return total > 0 ? held / total : 0;
}

/** Splits attempts that last longer than one try may: the rest is a failed try of its own. */
export function limitTries(attempts: readonly Attempt[], perTryMs: number | null): readonly Attempt[] {
  if (perTryMs === null) return attempts;
  return attempts.flatMap((attempt) => {
    const { beyond, within } = clip(attempt.latency, perTryMs);
    if (beyond === 0) return [attempt];
    const late: Attempt = {
      ...attempt,
      share: attempt.share * beyond,
      code: 504,
      flag: 'UT',
      failure: 'timeout',
      server: attempt.server && { code: 0, flags: 'DC' },
      latency: constant(perTryMs),
      served: constant(perTryMs),
    };
    return within ? [{ ...attempt, share: attempt.share * (1 - beyond), latency: within }, late] : [late];
  });
}

/** Whether a policy tries again after an attempt. Where no host was chosen there is nothing to try again. Source: Envoy's retry conditions. */
export function isRetried({ attempts, on }: Retry, attempt: Attempt): boolean {
  if (attempt.failure === 'overflow') return false;
  if (attempt.failure === 'limited') return attempts > 0 && on.includes('envoy-ratelimited');
  return attempts > 0 && attempt.workload !== null && on.some((condition) => meets(condition, attempt));
}

/** gRPC answers come with HTTP 200: conditions on codes see the failures to get one alone. */
function meets(condition: string, { failure, code: known, grpc }: Attempt): boolean {
  const code = grpc && failure === null ? 200 : known;
  switch (condition) {
    case '5xx':
      return code >= 500;
    case 'gateway-error':
      return code >= 502 && code <= 504;
    case 'connect-failure':
      return failure === 'connect';
    case 'reset':
      return failure === 'connect' || failure === 'reset';
    case 'retriable-4xx':
      return code === 409;
    default:
      if (failure !== null) return false;
      return grpc ? grpcConditions[condition] === grpcStatusOf(known) : /^\d{3}$/.test(condition) && Number(condition) === code;
  }
}
