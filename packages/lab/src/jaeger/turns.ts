import type { Leg, Mesh } from '@vigla/domain/semantics';
import { joinFlags, pick, refusalOf, scattered, type Attempt, type Distribution, type Hop, type Scatter } from '../flow/index.ts';
import type { Way } from './passage.ts';
import { directResponse, reasonFor, refused, tokenRefused, tryTimeout, viaUpstream, type Reason } from './reasons.ts';

/** Applications that fail by themselves answer shortly. Units: bytes. */
const shortAnswer: Scatter = { median: 90, spread: 0 };

/** One of several by their shares. */
export function choose<One extends { readonly share: number }>(ones: readonly One[], u: number): One | undefined {
  let left = u * ones.reduce((total, { share }) => total + share, 0);
  return ones.find(({ share }) => (left -= share) < 0) ?? ones.at(-1);
}

/** The end of a request in a proxy of its own accord. */
export const localEnd = (lastedMs: number, code: number, flags: string): Way => ({
  ...(reasonFor(flags) ?? viaUpstream(0)),
  lastedMs,
  code,
  flags,
  upstreamMs: null,
  host: null,
});

/** A hop without legs ends in the caller's own proxy, or outside of the mesh. */
export function outsideEnd({ outcomes, route }: Hop, u: number): Way {
  const [only] = outcomes;
  if (!only) return localEnd(0, 0, 'UH');
  const lastedMs = pick(only.latency, u);
  const end = localEnd(lastedMs, only.code, only.flags);
  if (route?.kind === 'direct' || route?.kind === 'blocked') return { ...end, ...directResponse };
  return route?.kind === 'passthrough' ? { ...end, ...viaUpstream(shortAnswer.median), upstreamMs: lastedMs } : end;
}

/** What the caller's own proxy has no token for: it refuses before it looks for a destination. */
export function ownRefusal({ outcomes }: Hop, next: () => number): Way | undefined {
  const limits = outcomes.filter(({ flags, workload }) => flags === 'RL' && workload === null);
  const share = limits.reduce((total, limit) => total + limit.share, 0);
  const [first] = limits;
  return first && next() < share ? localEnd(pick(first.latency, next()), first.code, first.flags) : undefined;
}

/** What the route and the application wait at most. The route's time begins after an injected delay. */
export function limited({ route, appTimeoutMs }: Hop, way: Way): Way {
  const forward = route?.kind === 'forward' ? route : null;
  const pauseMs = forward?.fault && way.flags.includes('DI') ? forward.fault.delayMs : 0;
  const routeMs = (forward?.timeoutMs ?? Infinity) + pauseMs;
  const cut = (lastedMs: number, code: number, flag: string, from: Way): Way => ({
    ...localEnd(lastedMs, code, joinFlags(from.flags, flag)),
    host: from.host,
  });
  const routed = way.lastedMs > routeMs ? cut(routeMs, 504, 'UT', way) : way;
  return appTimeoutMs !== null && routed.lastedMs > appTimeoutMs ? cut(appTimeoutMs, 0, 'DC', routed) : routed;
}

/** What one try may take at most. */
export function limitedTry({ retry: { perTryMs } }: Hop, attempt: Attempt, way: Way): { readonly attempt: Attempt; readonly way: Way } {
  if (perTryMs === null || way.lastedMs <= perTryMs) return { attempt: { ...attempt, code: way.code }, way };
  return {
    attempt: { ...attempt, code: 504, failure: 'timeout' },
    way: { ...localEnd(perTryMs, 504, joinFlags(way.flags, 'UT')), ...tryTimeout, host: way.host },
  };
}

/** What the server's side sees of a try that its caller does not wait for to the end. `awayMs`: since the caller sent it; `pauseMs`: injected before. */
export function abandoned({ route, retry, appTimeoutMs }: Hop, way: Way, { pauseMs, awayMs }: { pauseMs: number; awayMs: number }): Way {
  const routeMs = route?.kind === 'forward' ? route.timeoutMs : null;
  const patienceMs = Math.min(retry.perTryMs ?? Infinity, routeMs ?? Infinity, (appTimeoutMs ?? Infinity) - pauseMs);
  if (way.lastedMs <= patienceMs) return way;
  return { ...localEnd(Math.max(0, patienceMs - awayMs), 0, joinFlags(way.flags, 'DC')), host: way.host };
}

/** Why the server's proxy answers a try itself; undefined where it lets the application answer. */
export function refusal(
  mesh: Mesh,
  { caller, arriving }: Hop,
  leg: Leg,
  { workload, server, reply, security, code }: Attempt,
): Reason | undefined {
  const flagged = reasonFor(server?.flags ?? '-');
  if (flagged) return flagged;
  if (reply || (code !== 401 && code !== 403) || !workload) return undefined;
  const own = refusalOf(mesh, { caller, call: arriving, leg, workload, security });
  if (!own) return undefined;
  return own.code === 401 ? tokenRefused : refused(own.reason === 'deny_rule' ? own.by : null);
}

const known = new WeakMap<Scatter, Distribution>();

/** A number of bytes. */
export function bytesOf(scatter: Scatter, u: number): number {
  const spread = known.get(scatter) ?? scattered(scatter);
  known.set(scatter, spread);
  return Math.round(pick(spread, u));
}

/** The body of a request: those that only ask have none. */
export const requestBody = ({ call }: Hop, scatter: Scatter, u: number): number =>
  /^(GET|HEAD|DELETE|OPTIONS)$/.test(call.method) ? 0 : bytesOf(scatter, u);

/** The body of an application's answer. */
export const answerBody = ({ reply }: Attempt, u: number): number => bytesOf(reply?.operation?.responseBytes ?? shortAnswer, u);
