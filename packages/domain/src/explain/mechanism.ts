import type { Protocol } from '@vigla/contract/graph';
import { failedOf, type Reports, type Told, totalOf } from './reports.ts';

/** In which way requests fail, as codes and flags alone tell. What is behind it needs configuration. */
export type Way =
  | 'overflow'
  | 'no_upstream'
  | 'no_route'
  | 'no_cluster'
  | 'fault'
  | 'rate_limit'
  | 'denied'
  | 'unauthenticated'
  | 'timeout'
  | 'retries'
  | 'connection'
  | 'gave_up'
  | 'blocked'
  | 'app'
  | 'rejected';

/** Requests that failed in one way. `by`: whose doing it is, as far as the reports tell. */
export interface Mechanism {
  readonly way: Way;
  readonly code: string;
  readonly flag: string;
  readonly perSecond: number;
  /** Of all requests of the side that tells. */
  readonly share: number;
  readonly by: 'caller_proxy' | 'called_proxy' | 'app';
  readonly bothSay: boolean;
}

/** Source: Envoy, access log, response flags; Istio keeps the short names in its metrics. */
const ways: Readonly<Record<string, Way>> = {
  UO: 'overflow',
  OM: 'overflow',
  UH: 'no_upstream',
  LH: 'no_upstream',
  NR: 'no_route',
  NC: 'no_cluster',
  NFCF: 'no_cluster',
  FI: 'fault',
  DI: 'fault',
  RL: 'rate_limit',
  RLSE: 'rate_limit',
  UAEX: 'denied',
  URX: 'retries',
  UT: 'timeout',
  SI: 'timeout',
  UMSDR: 'timeout',
  UF: 'connection',
  UC: 'connection',
  UR: 'connection',
  LR: 'connection',
  UPE: 'connection',
  DC: 'gave_up',
  DR: 'gave_up',
};

/**
 * The ways in which requests of a call fail, the most frequent first.
 * The caller's proxy is believed where it tells: it counts each request once, however often it was tried.
 */
export function mechanismsOf({ source, destination, waypoint }: Reports, protocol: Protocol): readonly Mechanism[] {
  const called = destination.length > 0 ? destination : waypoint;
  const [told, other] = source.length > 0 ? [source, called] : [called, []];
  const total = totalOf(told);
  if (total === 0) return [];
  const found = new Map<string, Mechanism>();
  for (const one of failedOf(told, protocol)) {
    const mechanism = readWay(one, other, { bySource: source.length > 0, hasCalled: called.length > 0 });
    const key = `${mechanism.way} ${mechanism.by}`;
    const before = found.get(key);
    const perSecond = (before?.perSecond ?? 0) + one.perSecond;
    found.set(key, {
      ...(before && before.perSecond > one.perSecond ? before : mechanism),
      perSecond,
      share: Math.min(1, perSecond / total),
    });
  }
  return [...found.values()].sort((a, b) => b.perSecond - a.perSecond);
}

interface Side {
  readonly bySource: boolean;
  readonly hasCalled: boolean;
}

function readWay({ code, flags, perSecond }: Told, called: readonly Told[], { bySource, hasCalled }: Side): Mechanism {
  const echo = called.filter((one) => one.code === code);
  const [flag] = flags.filter((one) => ways[one]);
  const made = (way: Way, by: Mechanism['by'], said = flag ?? '-'): Mechanism => ({
    way,
    code,
    flag: said,
    perSecond,
    share: 0,
    by,
    bothSay: echo.length > 0,
  });
  if (flag !== undefined) return made(ways[flag] ?? 'app', bySource ? 'caller_proxy' : 'called_proxy');
  const theirs = echo.flatMap((one) => one.flags).find((one) => ways[one]);
  if (theirs !== undefined) return made(ways[theirs] ?? 'app', 'called_proxy', theirs);
  if (code === '403' || code === '7') return made('denied', 'called_proxy');
  if (code === '401' || code === '16') return made('unauthenticated', 'called_proxy');
  if (code === '502' && bySource && !hasCalled) return made('blocked', 'caller_proxy');
  return made(code.startsWith('4') && code.length === 3 ? 'rejected' : 'app', 'app');
}
