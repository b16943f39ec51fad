import type { Leg, Mesh, Pod, Workload } from '@vigla/domain/semantics';
import {
  attemptsAfter,
  isRetried,
  joinFlags,
  pauseBefore,
  pick,
  proxyWay,
  roll,
  type Attempt,
  type Hop,
  type HopLeg,
  type Reply,
  type Scatter,
  type Timeline,
} from '../flow/index.ts';
import type { Deed, Exchange, Passage, Way } from './passage.ts';
import { viaUpstream } from './reasons.ts';
import { traceId, type Origin } from './trace-id.ts';
import { abandoned, answerBody, choose, limited, limitedTry, localEnd, outsideEnd, ownRefusal, refusal, requestBody } from './turns.ts';

/**
 * Follows one request through the mesh of its instant, drawing at every turn from the same routes, outcomes and times as
 * the metrics do. Undefined before the mesh existed, or where its first workload has no pods.
 */
export function follow(timeline: Timeline, origin: Origin): Passage | undefined {
  const epoch = timeline.epochAt(origin.ms);
  const root = timeline.model.roots[origin.root];
  const hop = epoch?.solution.entries[origin.root];
  if (!epoch || !root || !hop) return undefined;
  const id = traceId(origin, timeline.seed);
  const walker = createWalker(epoch.mesh, id, timeline.seed);
  const pod = walker.one(hop.caller.pods.filter(({ ready }) => ready));
  if (!pod) return undefined;
  const { requestId, exchanges, deeds, stranger } = walker;
  const startMs = origin.ms;
  const forwardedFor = root.from.kind === 'outside' ? stranger : null;
  const { lastedMs, code } = walker.hop({
    hop,
    pod,
    parent: null,
    startMs,
    requestBytes: root.requestBytes,
    forwardedFor,
    mirrored: false,
  });
  if (root.from.kind === 'workload')
    deeds.push({ role: 'asked', workload: hop.caller, pod, call: hop.call, startMs, lastedMs, code, failed: [] });
  return { id, requestId, exchanges, deeds };
}

interface Step {
  readonly hop: Hop;
  /** The pod that calls. */
  readonly pod: Pod;
  readonly parent: string | null;
  readonly startMs: number;
  readonly requestBytes: Scatter;
  /** The person outside of the mesh who asked. */
  readonly forwardedFor: string | null;
  readonly mirrored: boolean;
}

/** A try that goes out; `host` null: no host was chosen. */
interface Sent {
  readonly leg: Leg;
  readonly attempt: Attempt;
  readonly host: Pod | null;
  readonly requestBytes: number;
  /** Injected before the first try: the application has waited so long already. */
  readonly pauseMs: number;
}

/** A try that found its server. */
interface Arrived extends Pick<Sent, 'leg' | 'attempt'> {
  readonly workload: Workload;
  readonly host: Pod;
}

/** Where a request was sent before. */
interface Tried {
  readonly workload: Workload | null;
  readonly host: Pod | null;
}

/** How the way from the caller's proxy on went. */
interface Left {
  readonly way: Way;
  readonly mutualTls: boolean;
}

type Ended = Pick<Deed, 'lastedMs' | 'code' | 'failed'>;

function createWalker(mesh: Mesh, id: string, seed: number) {
  const exchanges: Exchange[] = [];
  const deeds: Deed[] = [];
  let turns = 0;
  /** One stream of dice per trace. */
  const stream = Math.floor(roll(seed, id) * Number.MAX_SAFE_INTEGER);
  const next = (): number => roll(stream, turns++);
  const one = <One>(ones: readonly One[]): One | undefined => ones[Math.floor(next() * ones.length)];
  const hex = hexadecimal(32, stream, 'request');
  const requestId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  const stranger = `203.0.113.${1 + Math.floor(roll(stream, 'stranger') * 254)}`;

  /** Takes a place in the order of exchanges before it is known how this one ends. */
  function begin(): { readonly id: string; readonly end: (exchange: Omit<Exchange, 'id' | 'reported'>) => void } {
    const own = hexadecimal(16, stream, `exchange ${exchanges.length}`);
    const at = exchanges.length;
    exchanges.length += 1;
    return {
      id: own,
      end: (exchange) => (exchanges[at] = { id: own, ...exchange, reported: mesh.tracing(exchange.workload, exchange.side).reports }),
    };
  }

  function hop(step: Step): Way {
    const { hop: at, pod, parent, startMs, forwardedFor } = step;
    const own = at.caller.proxy !== null && pod.injected && at.outcomes.length > 0 ? begin() : null;
    const requestBytes = requestBody(at, step.requestBytes, next());
    const chosen = choose(at.legs, next());
    const inner: Step = { ...step, parent: own?.id ?? parent };
    const sent = leave(inner, chosen, requestBytes);
    const way = limited(at, sent.way);
    const who = { side: 'client', hop: at, leg: chosen?.leg ?? null, workload: at.caller, pod, parent, mirrored: false } as const;
    own?.end({ ...who, from: forwardedFor ?? pod.ip ?? '', forwardedFor, mutualTls: sent.mutualTls, startMs, requestBytes, way });
    return way;
  }

  /** Leaves the caller's proxy, unless that has no token for it or knows nowhere to go. */
  function leave(step: Step, chosen: HopLeg | undefined, requestBytes: number): Left {
    const stopped = ownRefusal(step.hop, next);
    if (stopped) return { way: stopped, mutualTls: false };
    return chosen ? send(step, chosen, requestBytes) : { way: outsideEnd(step.hop, next()), mutualTls: false };
  }

  /** Sends copies of what is sent: one try each, and what becomes of them changes nothing for the request. */
  function mirror(step: Step, requestBytes: number): void {
    for (const { share, leg, attempts } of step.hop.mirrors) {
      const attempt = next() < share ? choose(attempts, next()) : undefined;
      if (attempt) tryOnce({ ...step, mirrored: true }, { leg, attempt, host: hostOf(leg, attempt, []), requestBytes, pauseMs: 0 });
    }
  }

  /** The caller's proxy at work: faults first, then tries until one is not repeated. */
  function send(step: Step, hopLeg: HopLeg, requestBytes: number): Left {
    const { hop: at, startMs } = step;
    const { pauseMs, flags, ended } = suffer(at);
    if (ended) return { way: ended, mutualTls: false };
    mirror({ ...step, startMs: startMs + pauseMs }, requestBytes);
    const tried: Tried[] = [];
    let lasted = pauseMs;
    for (let nth = 0; ; nth++) {
      const after = tried.flatMap(({ workload }) => workload ?? []);
      const attempt = choose(attemptsAfter(hopLeg, at.retry, after), next());
      if (!attempt) return { way: localEnd(lasted, 503, joinFlags(flags, 'UH')), mutualTls: false };
      const host = hostOf(hopLeg.leg, attempt, tried);
      const way = tryOnce({ ...step, startMs: startMs + lasted }, { leg: hopLeg.leg, attempt, host, requestBytes, pauseMs });
      const once = limitedTry(at, attempt, way);
      tried.push({ workload: attempt.workload, host });
      lasted += once.way.lastedMs;
      const again = isRetried(at.retry, once.attempt) && at.retry.attempts > 0;
      const spent = again && nth >= at.retry.attempts;
      const full = again && !spent && hopLeg.roomToRepeat < 1 && next() >= hopLeg.roomToRepeat;
      if (!again || spent || full) {
        const ends = { ...once.way, lastedMs: lasted, flags: joinFlags(flags, once.way.flags, spent ? 'URX' : '', full ? 'UO' : '') };
        return { way: ends, mutualTls: attempt.security === 'mutual_tls' };
      }
      lasted += pick(pauseBefore(nth + 1), next());
    }
  }

  /** What an injected fault does to this request; `ended` when it goes no further. */
  function suffer({ route, appTimeoutMs, outcomes }: Hop): {
    readonly pauseMs: number;
    readonly flags: string;
    readonly ended: Way | null;
  } {
    const fault = route?.kind === 'forward' ? route.fault : null;
    if (!fault) return { pauseMs: 0, flags: '', ended: null };
    const delayed = next() < fault.delayShare;
    const aborted = next() < fault.abortShare;
    const pauseMs = delayed ? fault.delayMs : 0;
    const flags = delayed ? 'DI' : '';
    if (appTimeoutMs !== null && pauseMs >= appTimeoutMs)
      return { pauseMs, flags, ended: localEnd(appTimeoutMs, 0, joinFlags(flags, 'DC')) };
    if (!aborted) return { pauseMs, flags, ended: null };
    const answer = outcomes.find((outcome) => outcome.flags === 'FI');
    const lastedMs = pauseMs + (answer ? pick(answer.latency, next()) : 0);
    return { pauseMs, flags, ended: localEnd(lastedMs, fault.abortCode, joinFlags(flags, 'FI')) };
  }

  /** The pod that a try goes to: not one that was tried before, as long as there are others. */
  function hostOf({ endpoints }: Leg, { workload }: Attempt, tried: readonly Tried[]): Pod | null {
    const pods = (workload && endpoints.find((some) => some.workload === workload)?.pods) ?? [];
    const fresh = tried.length === 0 ? pods : pods.filter((pod) => !tried.some(({ host }) => host === pod));
    return one(fresh.length > 0 ? fresh : pods) ?? null;
  }

  /** One try: the way there, the server's proxy, and the application with all that it calls. */
  function tryOnce(step: Step, { leg, attempt, host, requestBytes, pauseMs }: Sent): Way {
    const { workload, server } = attempt;
    if (!server || !workload || !host) return { ...localEnd(pick(attempt.latency, next()), attempt.code, joinFlags(attempt.flag)), host };
    const there = pick(proxyWay, next()) / 2;
    const waited = attempt.wait ? pick(attempt.wait, next()) : 0;
    const startMs = step.startMs + waited + there;
    const { hop: at, parent, forwardedFor, mirrored } = step;
    const own = workload.proxy !== null && host.injected ? begin() : null;
    const way = serve({ ...step, parent: own?.id ?? parent, startMs }, { leg, attempt, workload, host });
    const who = { side: 'server', hop: at, leg, workload, pod: host, parent, from: step.pod.ip ?? '', forwardedFor, mirrored } as const;
    own?.end({
      ...who,
      mutualTls: attempt.security === 'mutual_tls',
      startMs,
      requestBytes,
      way: mirrored ? way : abandoned(at, way, { pauseMs, awayMs: waited + there }),
    });
    const lastedMs = waited + way.lastedMs + 2 * there;
    return { ...viaUpstream(way.bodyBytes), lastedMs, code: way.code, flags: '-', upstreamMs: lastedMs, host };
  }

  /** What the server's proxy and the application make of a try that reached them. */
  function serve(step: Step, { leg, attempt, workload, host }: Arrived): Way {
    const { startMs } = step;
    const refusedFor = refusal(mesh, step.hop, leg, attempt);
    if (refusedFor) {
      const flags = joinFlags(attempt.server?.flags ?? '');
      return { ...refusedFor, lastedMs: pick(attempt.served, next()), code: attempt.code, flags, upstreamMs: null, host: null };
    }
    const done = attempt.reply
      ? work(step, attempt.reply, host)
      : { lastedMs: pick(attempt.served, next()), code: attempt.server?.code ?? attempt.code, failed: [] };
    deeds.push({ role: 'answered', workload, pod: host, call: step.hop.arriving, startMs, ...done });
    const { lastedMs, code } = done;
    return { ...viaUpstream(answerBody(attempt, next())), lastedMs, code, flags: '-', upstreamMs: lastedMs, host };
  }

  /** Half of its own work, then its calls one after the other, then the rest. */
  function work(step: Step, { own, calls }: Reply, pod: Pod): Ended {
    const busy = pick(own, next());
    const failed: Ended['failed'][number][] = [];
    let lasted = busy / 2;
    let broken = false;
    for (const { does, hop: onward } of calls) {
      for (let left = does.perRequest; left > 0; left--) {
        if (left < 1 && next() >= left) continue;
        const startMs = step.startMs + lasted;
        const way = hop({ ...step, hop: onward, pod, startMs, requestBytes: does.requestBytes, forwardedFor: null, mirrored: false });
        lasted += way.lastedMs;
        if (way.code !== 0 && way.code < 400) continue;
        failed.push({ call: onward.call, code: way.code, lastedMs: way.lastedMs });
        broken ||= does.required;
      }
    }
    return { lastedMs: lasted + busy / 2, code: broken ? 500 : 200, failed };
  }

  return { hop, one, exchanges, deeds, requestId, stranger };
}

/** Twelve digits to a roll, written by the byte: ids are most of what a passage costs. */
function hexadecimal(length: number, stream: number, lane: string): string {
  let written = '';
  for (let i = 0; written.length < length; i++) {
    const drawn = Math.floor(roll(stream, lane, i) * 2 ** 48);
    const high = Math.floor(drawn / 2 ** 24);
    written += sixDigits(high) + sixDigits(drawn - high * 2 ** 24);
  }
  return written.slice(0, length);
}

const twoDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Units: below 2^24. */
const sixDigits = (of: number): string =>
  (twoDigits[of >>> 16] ?? '') + (twoDigits[(of >>> 8) & 0xff] ?? '') + (twoDigits[of & 0xff] ?? '');
