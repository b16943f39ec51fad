import type { Leg, Workload } from '@vigla/domain/semantics';
import {
  attemptsAfter,
  isRetried,
  joinFlags,
  letters,
  pick,
  proxyWay,
  roll,
  type Attempt,
  type Hop,
  type HopLeg,
  type Reply,
  type Timeline,
} from '../flow/index.ts';
import { clientOperation, inboundCluster, outboundCluster, serverOperation, tracedName } from './names.ts';
import type { Span, Trace } from './span.ts';
import { traceId, type Origin } from './trace-id.ts';

/** How a part of the walk went. Units: ms. */
interface Way {
  readonly lastedMs: number;
  readonly code: number;
  readonly flags: string;
}

interface Step {
  readonly hop: Hop;
  readonly parent: Span | null;
  readonly startMs: number;
}

/**
 * Follows one request through the mesh of its instant, drawing at every turn from the same routes, outcomes and times as
 * the metrics do. Undefined where nothing reports it, or before the mesh existed.
 */
export function walk(timeline: Timeline, origin: Origin): Trace | undefined {
  const entry = timeline.epochAt(origin.ms)?.solution.entries[origin.root];
  if (!entry) return undefined;
  const id = traceId(origin, timeline.seed);
  const walker = createWalker(id, timeline.seed);
  walker.hop({ hop: entry, parent: null, startMs: origin.ms });
  return walker.spans.length === 0 ? undefined : { id, spans: walker.spans };
}

function createWalker(id: string, seed: number) {
  const spans: Span[] = [];
  let turns = 0;
  /** One stream of dice per trace. */
  const stream = Math.floor(roll(seed, id) * Number.MAX_SAFE_INTEGER);
  const next = (): number => roll(stream, turns++);
  const hex = letters('0123456789abcdef', 32, stream, 'request');
  const requestId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

  function begin(
    span: Omit<Span, 'id' | 'durationUs' | 'startUs' | 'tags' | 'pod' | 'service'>,
    workload: Workload,
    startMs: number,
  ): Span {
    const pods = workload.pods.filter(({ ready, injected }) => ready && injected);
    const pod = pods[Math.floor(next() * pods.length)];
    const made: Span = {
      ...span,
      id: letters('0123456789abcdef', 16, stream, spans.length),
      service: tracedName(workload),
      startUs: Math.round(startMs * 1000),
      durationUs: 0,
      pod: pod?.name ?? '',
      tags: {
        component: 'proxy',
        node_id: `${workload.proxy === 'gateway' ? 'router' : 'sidecar'}~${pod?.ip ?? ''}~${pod?.name ?? ''}.${workload.namespace}~${workload.namespace}.svc.cluster.local`,
        'peer.address': pod?.ip ?? '',
        'guid:x-request-id': requestId,
        'istio.canonical_service': workload.canonicalService,
        'istio.canonical_revision': workload.canonicalRevision,
        'istio.mesh_id': 'cluster.local',
        'istio.namespace': workload.namespace,
        'istio.cluster_id': 'Kubernetes',
      },
    };
    spans.push(made);
    return made;
  }

  function end(span: Span | null, way: Way, more: Span['tags']): void {
    if (!span) return;
    const status = {
      'http.status_code': String(way.code),
      response_flags: way.flags,
      ...((way.code >= 500 || way.code === 0) && { error: true }),
    };
    spans[spans.indexOf(span)] = {
      ...span,
      durationUs: Math.max(1, Math.round(way.lastedMs * 1000)),
      tags: { ...span.tags, ...more, ...status },
    };
  }

  function hop(step: Step): Way {
    const { hop: at, parent, startMs } = step;
    const traced = at.caller.proxy !== null && at.call.protocol !== 'tcp';
    const span = traced ? begin({ parent: parent?.id ?? null, operation: clientOperation(at), kind: 'client' }, at.caller, startMs) : null;
    const leg = choose(at.legs, next());
    const sent = leg ? send(step, leg, span) : null;
    const fault = at.route?.kind === 'forward' ? at.route.fault : null;
    const way = limited(at, sent ?? localWay(at, next()), fault?.delayMs ?? 0);
    end(span, way, {
      ...request(at),
      upstream_cluster: leg ? outboundCluster(leg.leg) : '-',
      'upstream_cluster.name': leg ? outboundCluster(leg.leg) : '-',
    });
    return way;
  }

  /** The caller's proxy at work: faults first, then tries until one is not repeated. */
  function send({ hop: at, startMs }: Step, hopLeg: HopLeg, span: Span | null): Way {
    const { leg } = hopLeg;
    const visited: Workload[] = [];
    const { pauseMs, flags, ended } = suffer(at);
    if (ended) return ended;
    let lasted = pauseMs;
    for (let nth = 0; ; nth++) {
      const attempt = choose(attemptsAfter(hopLeg, at.retry, visited), next());
      if (!attempt) return { lastedMs: lasted, code: 503, flags: joinFlags(flags, 'UH') };
      if (attempt.workload) visited.push(attempt.workload);
      const tried = limitedTry(at, attempt, attemptAt({ hop: at, parent: span, startMs: startMs + lasted }, leg, attempt));
      lasted += tried.way.lastedMs;
      const again = isRetried(at.retry, tried.attempt);
      const spent = again && nth > 0 ? 'URX' : '';
      if (!again || nth >= at.retry.attempts)
        return { lastedMs: lasted, code: tried.way.code, flags: joinFlags(flags, tried.way.flags, spent) };
      lasted += next() * Math.min(25 * 2 ** nth, 250);
    }
  }

  /** What an injected fault does to this request; `ended` when it goes no further. */
  function suffer({ route, appTimeoutMs }: Hop): { readonly pauseMs: number; readonly flags: string; readonly ended: Way | null } {
    const fault = route?.kind === 'forward' ? route.fault : null;
    if (!fault) return { pauseMs: 0, flags: '', ended: null };
    const delayed = next() < fault.delayShare;
    const aborted = next() < fault.abortShare;
    const pauseMs = delayed ? fault.delayMs : 0;
    const flags = delayed ? 'DI' : '';
    if (appTimeoutMs !== null && pauseMs >= appTimeoutMs)
      return { pauseMs, flags, ended: { lastedMs: appTimeoutMs, code: 0, flags: joinFlags(flags, 'DC') } };
    const ended = aborted ? { lastedMs: pauseMs + 0.3, code: fault.abortCode, flags: joinFlags(flags, 'FI') } : null;
    return { pauseMs, flags, ended };
  }

  /** One try: the way there, the server's proxy, and the application with all that it calls. */
  function attemptAt({ hop: at, parent, startMs }: Step, leg: Leg, attempt: Attempt): Way {
    if (!attempt.server || !attempt.workload)
      return { lastedMs: pick(attempt.latency, next()), code: attempt.code, flags: joinFlags(attempt.flag) };
    const there = pick(proxyWay, next()) / 2;
    const traced = attempt.workload.proxy === 'sidecar' && at.call.protocol !== 'tcp';
    const span = traced
      ? begin({ parent: parent?.id ?? null, operation: serverOperation(leg), kind: 'server' }, attempt.workload, startMs + there)
      : null;
    const served = attempt.reply
      ? work(attempt.reply, span, startMs + there)
      : { lastedMs: pick(attempt.served, next()), code: attempt.server.code, flags: '-' };
    end(span, served, { ...request(at), upstream_cluster: inboundCluster(leg), 'upstream_cluster.name': inboundCluster(leg) });
    return { ...served, lastedMs: served.lastedMs + 2 * there };
  }

  /** Half of its own work, then its calls one after the other, then the rest. */
  function work({ own, calls }: Reply, span: Span | null, startMs: number): Way {
    const busy = pick(own, next());
    let lasted = busy / 2;
    let failed = false;
    for (const { does, hop: onward } of calls) {
      for (let left = does.perRequest; left > 0; left--) {
        if (left < 1 && next() >= left) continue;
        const way = hop({ hop: onward, parent: span, startMs: startMs + lasted });
        lasted += way.lastedMs;
        failed ||= does.required && (way.code === 0 || way.code >= 400);
      }
    }
    return { lastedMs: lasted + busy / 2, code: failed ? 500 : 200, flags: '-' };
  }

  return { hop, spans };
}

const request = ({ call }: Hop): Span['tags'] => ({
  'http.method': call.method,
  'http.url': `http://${call.host}:${call.port}${call.path}`,
  'http.protocol': 'HTTP/1.1',
  user_agent: 'lab',
});

/** A hop without legs ends in the caller's own proxy, or nowhere. */
function localWay({ outcomes }: Hop, u: number): Way {
  const [only] = outcomes;
  return only ? { lastedMs: pick(only.latency, u), code: only.code, flags: only.flags } : { lastedMs: 0, code: 0, flags: 'UH' };
}

/** What the route and the application wait at most. The route's time begins after an injected delay. */
function limited({ route, appTimeoutMs }: Hop, way: Way, delayMs: number): Way {
  const pause = way.flags.includes('DI') ? delayMs : 0;
  const limitMs = route?.kind === 'forward' && route.timeoutMs !== null ? route.timeoutMs + pause : Infinity;
  const routed = way.lastedMs > limitMs ? { lastedMs: limitMs, code: 504, flags: joinFlags(way.flags, 'UT') } : way;
  return appTimeoutMs !== null && routed.lastedMs > appTimeoutMs
    ? { lastedMs: appTimeoutMs, code: 0, flags: joinFlags(routed.flags, 'DC') }
    : routed;
}

function limitedTry({ retry: { perTryMs } }: Hop, attempt: Attempt, way: Way): { readonly attempt: Attempt; readonly way: Way } {
  if (perTryMs === null || way.lastedMs <= perTryMs) return { attempt: { ...attempt, code: way.code }, way };
  return {
    attempt: { ...attempt, code: 504, failure: 'timeout' },
    way: { lastedMs: perTryMs, code: 504, flags: joinFlags(way.flags, 'UT') },
  };
}

/** One of several by their shares. */
function choose<One extends { readonly share: number }>(ones: readonly One[], u: number): One | undefined {
  let left = u * ones.reduce((total, { share }) => total + share, 0);
  return ones.find(({ share }) => (left -= share) < 0) ?? ones.at(-1);
}
