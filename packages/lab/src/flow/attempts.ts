import { targetOf, type Call, type Leg, type Mesh, type Retry, type Workload } from '@vigla/domain/semantics';
import { clip, constant, distribution, exponential, mixture, sampleCount, scattered, sum, type Distribution } from './distribution.ts';
import type { Attempt, Reply } from './hop.ts';
import type { PoolStrain } from './strain.ts';

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

const nowhere = { workload: null, failure: null, server: null, security: 'none', reply: null } as const;

/** An answer that a proxy gives by itself, before any host is chosen. */
export const localAnswer = (code: number, flag: string): Attempt => ({
  ...nowhere,
  share: 1,
  code,
  flag,
  latency: times.local,
  served: times.local,
});

/** Everything that can happen to one attempt at a leg. */
export function attemptsAt(mesh: Mesh, caller: Workload, call: Call, leg: Leg, reply: (workload: Workload) => Reply): readonly Attempt[] {
  if (leg.missing) return [localAnswer(503, 'NC')];
  const pods = leg.endpoints.reduce((total, endpoints) => total + endpoints.pods.length, 0);
  if (pods === 0) return [localAnswer(503, 'UH')];
  return leg.endpoints
    .filter((endpoints) => endpoints.pods.length > 0)
    .flatMap(({ workload, pods: own }) =>
      attemptsAtWorkload(mesh, { caller, call, leg, workload }, reply).map((attempt) => ({
        ...attempt,
        share: (attempt.share * own.length) / pods,
      })),
    );
}

interface Meeting {
  readonly caller: Workload;
  readonly call: Call;
  readonly leg: Leg;
  readonly workload: Workload;
}

function attemptsAtWorkload(
  mesh: Mesh,
  { caller, call, leg, workload }: Meeting,
  reply: (workload: Workload) => Reply,
): readonly Attempt[] {
  const shaken = mesh.connect(caller, leg, workload);
  const base = { ...nowhere, share: 1, workload, served: times.refused };
  if (shaken.kind === 'closed') return [{ ...base, code: 503, flag: 'UC', failure: 'reset', latency: times.closed }];
  if (shaken.kind === 'connect_failure') return [{ ...base, code: 503, flag: 'UF', failure: 'connect', latency: times.connect }];
  const { security } = shaken;
  const allowed = workload.proxy === null || mesh.authorize(workload, mesh.peer(caller, security), call, targetOf(leg)).allowed;
  if (!allowed) return [{ ...base, security, code: 403, flag: '', server: { code: 403, flags: '-' }, latency: times.refused }];
  const answered = reply(workload);
  return answered.endings.map(({ share, code, latency, works }) => ({
    ...base,
    share,
    code,
    flag: '',
    server: { code, flags: '-' },
    security,
    reply: works ? answered : null,
    latency: sum([latency, proxyWay]),
    served: latency,
  }));
}

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
  const reached = attempts.reduce((total, { workload, share }) => total + (workload ? share : 0), 0);
  return [...sent, { ...localAnswer(503, 'UO'), share: reached * refused }].filter(({ share }) => share > 0);
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
export function isRetried({ attempts, on }: Retry, { workload, failure, code }: Attempt): boolean {
  return attempts > 0 && workload !== null && on.some((condition) => meets(condition, failure, code));
}

function meets(condition: string, failure: Attempt['failure'], code: number): boolean {
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
      return failure === null && /^\d{3}$/.test(condition) && Number(condition) === code;
  }
}
