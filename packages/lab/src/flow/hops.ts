import { rewritten, type Call, type Leg, type Mesh, type Retry, type Route, type Workload } from '@vigla/domain/semantics';
import type { AppModel, Operation, OutgoingCall } from './app-model.ts';
import { attemptsAt, holdingMs, throughPool } from './attempts.ts';
import type { Condition } from './conditions.ts';
import { constant, scattered, sum, mixture, type Distribution } from './distribution.ts';
import type { Hop, HopLeg, Outcome, Reply } from './hop.ts';
import { copiesOf, localReports, noRetry, refuse, reportsOf, type Reports } from './outcomes.ts';
import { fare } from './overload.ts';
import { isLimited, limitsRepeats, poolKey, readPoolStrain, repeatKey } from './pool.ts';
import { bucketKey, limitsOn } from './token-bucket.ts';
import { reading, stillReads, type RememberedHop, type World } from './world.ts';

/** Works out hops, each once. */
export interface Hops {
  hop(caller: Workload, call: Call, appTimeoutMs: number | null): Hop;
}

/** Hops of a mesh with these applications in it, under some strain. Pure: the same world and strain give the same hops. */
export function createHops(world: World, look: (name: string) => number): Hops {
  const { mesh, model, conditions, memory } = world;
  const hops = new Map<string, Hop>();
  const replies = new Map<string, Reply>();
  /** Replies that are being worked out: meeting one again means that calls go in a circle. */
  const open = new Set<string>();

  function hopAt(caller: Workload, call: Call, appTimeoutMs: number | null): Hop {
    const key = `${caller.key}|${call.protocol}|${call.host}:${call.port}|${call.method} ${call.path}|${JSON.stringify(call.headers)}|${appTimeoutMs}`;
    const known = hops.get(key);
    if (known) return known;
    const before = memory.hops.get(key);
    // What was asked is asked again even if something else has changed: it is needed in any case.
    const asked = before?.asked.map(({ workload, reply }) => replyAt(workload, before.hop.arriving) === reply) ?? [];
    const same = before !== undefined && asked.every(Boolean) && stillReads(before.read, look);
    const hop = same ? before.hop : workOut({ key, caller, call, appTimeoutMs }, before?.hop.route);
    hops.set(key, hop);
    return hop;
  }

  function workOut({ key, caller, call, appTimeoutMs }: Pick<Hop, 'key' | 'caller' | 'call' | 'appTimeoutMs'>, known?: Route | null): Hop {
    const route = known === undefined ? (caller.proxy === null ? null : mesh.route(caller, call)) : known;
    const retry = route?.kind === 'forward' && call.protocol !== 'tcp' ? route.retry : noRetry;
    const arriving = route?.kind === 'forward' ? rewritten(call, route.rewrite) : call;
    const patienceMs = patience(route, retry, appTimeoutMs);
    const { read, done } = reading(look);
    const asked: RememberedHop['asked'][number][] = [];
    const reply = (workload: Workload): Reply => {
      const made = replyAt(workload, arriving);
      asked.push({ workload, reply: made });
      return made;
    };
    const work = (leg: Leg): HopLeg => {
      const attempts = attemptsAt({ world, caller, call: arriving, leg, read, reply });
      const pooled = route && isLimited(leg) ? throughPool(attempts, readPoolStrain(read, poolKey(caller, leg))) : attempts;
      const roomToRepeat = route && limitsRepeats(leg) ? 1 - read(repeatKey(caller, leg)) : 1;
      return { share: leg.share, leg, attempts: pooled, holdMs: holdingMs(attempts, patienceMs), roomToRepeat };
    };
    const legs = legsOf(mesh, caller, call, route).map(work);
    const mirrors = route?.kind === 'forward' ? route.mirrors.map(work) : [];
    const own = ownLimit(world, caller, call, read);
    const reports = refuse(ended(route) ?? reportsOf(legs, route, retry, appTimeoutMs), own.share, own);
    // A mirrored request is reported by the called side alone: the caller throws its answer away.
    const shadows = mirrors.length === 0 ? nothing : refuse(copiesOf(mirrors, route, appTimeoutMs), own.share, own);
    const { outcomes } = reports;
    const arrivals = [...reports.arrivals, ...shadows.arrivals];
    const uses = route ? [...usesOf(legs, reports), ...usesOf(mirrors, shadows)] : [];
    const hop: Hop = { key, caller, call, arriving, route, legs, mirrors, retry, appTimeoutMs, outcomes, arrivals, uses };
    memory.hops.set(key, { hop, read: done, asked });
    return hop;
  }

  function replyAt(workload: Workload, call: Call): Reply {
    const handed = Object.fromEntries(Object.entries(call.headers).filter(([name]) => model.handsOn.includes(name)));
    const operation = operationFor(model, workload, call);
    const key = `${workload.key}|${operation?.path ?? ''}|${JSON.stringify(handed)}`;
    const known = replies.get(key);
    if (known) return known;
    // A circle of calls would never end: the second time round the application answers without calling on.
    const cut = open.has(key);
    if (!cut) open.add(key);
    const calls = cut
      ? []
      : (operation?.calls ?? []).map((does) => ({ does, hop: hopAt(workload, requestOf(does, handed), does.timeoutMs) }));
    if (!cut) open.delete(key);
    const name = cut ? `${key}|cut` : key;
    const before = memory.replies.get(name);
    const same = before !== undefined && before.reply.calls.every(({ hop }, i) => hop === calls[i]?.hop) && stillReads(before.read, look);
    const { read, done } = reading(look);
    const reply = same ? before.reply : replyOf({ workload, operation, calls }, conditions.get(workload.key), read);
    if (!same) memory.replies.set(name, { reply, read: done });
    if (!cut) replies.set(key, reply);
    return reply;
  }

  return { hop: hopAt };
}

/** What the caller's own proxy has no token for. */
function ownLimit({ limits }: World, caller: Workload, call: Call, read: (name: string) => number) {
  const side = caller.proxy === 'gateway' ? 'gateway' : 'outbound';
  const some = caller.proxy === null || call.protocol === 'tcp' ? [] : limitsOn(limits(caller), side, [call.port]);
  const passed = some.reduce((left, limit) => left * (1 - read(`limited ${bucketKey(caller, limit)}`)), 1);
  return { share: 1 - passed, code: some[0]?.code ?? 429, flag: 'RL' };
}

/** What an application does, as far as it is well and has room. */
function replyOf(
  { workload, operation, calls }: Pick<Reply, 'workload' | 'operation' | 'calls'>,
  condition: Condition | undefined,
  read: (name: string) => number,
): Reply {
  const capacity = operation?.capacityPerPod ?? Infinity;
  const { slower, refused } = capacity < Infinity ? fare(read(`usage ${workload.key}`)) : { slower: 1, refused: 0 };
  const own = ownWork(operation, (condition?.latencyFactor ?? 1) * slower);
  const failures = failuresOf(operation, [
    ...(refused > 0 ? [{ code: 503, share: refused }] : []),
    ...scaled(condition?.failures, 1 - refused),
  ]);
  return { workload, operation, own, calls, work: 1 / capacity, endings: endingsOf(failures, own, calls) };
}

const nothing: Reports = { outcomes: [], arrivals: [], tries: [] };

/** How long anybody waits for one try at most. */
function patience(route: Route | null, { perTryMs }: Retry, appTimeoutMs: number | null): number {
  const routed = route?.kind === 'forward' ? route.timeoutMs : null;
  return Math.min(perTryMs ?? Infinity, routed ?? Infinity, appTimeoutMs ?? Infinity);
}

const usesOf = (legs: readonly HopLeg[], { tries }: Reports): Hop['uses'] =>
  legs.map(({ leg, holdMs, attempts }, index) => {
    const { made, repeats } = tries[index] ?? { made: 0, repeats: 0 };
    return { leg, tries: made, repeats, holdMs, attempts };
  });

const ownWork = (operation: Operation | null, factor: number): Distribution =>
  operation ? scattered({ ...operation.latencyMs, median: operation.latencyMs.median * factor }) : constant(factor);

const scaled = (failures: Operation['failures'] | undefined, factor: number): Operation['failures'] =>
  (failures ?? []).map(({ code, share }) => ({ code, share: share * factor }));

/** What ails it comes first; its own failures are of what is left. */
function failuresOf(operation: Operation | null, first: Operation['failures']): Operation['failures'] {
  const left = 1 - first.reduce((total, { share }) => total + share, 0);
  return [...first, ...scaled(operation?.failures, Math.max(0, left))];
}

const requestOf = ({ host, port, protocol, method, path }: OutgoingCall, headers: Call['headers']): Call => ({
  host,
  port,
  protocol,
  method,
  path,
  headers,
});

function legsOf(mesh: Mesh, caller: Workload, call: Call, route: Route | null): readonly Leg[] {
  if (route) return route.kind === 'forward' ? route.legs : [];
  const leg = mesh.direct(call, caller.namespace);
  return leg ? [leg] : [];
}

/** What a route that leads nowhere in the mesh comes to; undefined for one that does lead on. */
function ended(route: Route | null): Reports | undefined {
  switch (route?.kind) {
    case 'no_route':
      return localReports(404, 'NR');
    case 'direct':
      return localReports(route.code, '-');
    case 'blocked':
      return localReports(502, '-');
    case 'passthrough':
      return localReports(200, '-');
    case 'no_listener':
      return nothing;
    default:
      return undefined;
  }
}

/** What the first workload does whose key begins like this. */
function siblings(behaviours: AppModel['behaviours'], start: string): readonly Operation[] {
  for (const [key, operations] of behaviours) if (key.startsWith(start)) return operations;
  return [];
}

/** What runs in a workload: its own behaviour, or that of another version of the same app. */
function operationFor({ behaviours }: AppModel, workload: Workload, { path }: Call): Operation | null {
  const operations = behaviours.get(workload.key) ?? siblings(behaviours, `${workload.namespace}/${workload.canonicalService}-`);
  let longest: Operation | null = null;
  for (const one of operations) {
    if (path.startsWith(one.path) && one.path.length > (longest?.path.length ?? -1)) longest = one;
  }
  return longest;
}

/** Its own failures first; then required calls that fail make it fail with 500; else it answers 200 after all of them. */
function endingsOf(failures: Operation['failures'], own: Distribution, calls: Reply['calls']): Reply['endings'] {
  const failing = Math.min(
    1,
    failures.reduce((total, { share }) => total + share, 0),
  );
  const required = calls.filter(({ does }) => does.required);
  const passing = required.map(({ does, hop }) => passingShare(does, hop));
  const good = passing.reduce((product, one) => product * one, 1);
  const times = (broken: OutgoingCall | null): Distribution =>
    sum([own, ...calls.flatMap(({ does, hop }) => timesWhen(does, hop, broken))]);
  const served = times(null);
  const broken = good < 1 ? mixture(required.map(({ does }, i) => ({ weight: 1 - (passing[i] ?? 1), of: times(does) }))) : served;
  return [
    ...failures.map(({ code, share }) => ({ share, code, latency: own, works: false })),
    { share: (1 - failing) * (1 - good), code: 500, latency: broken, works: true },
    { share: (1 - failing) * good, code: 200, latency: served, works: true },
  ].filter(({ share }) => share > 0);
}

/** Whether a call counts as failed for an application: any error, refusal or silence. */
export const isFailure = ({ code, flags }: Outcome): boolean => (code === 0 ? flags !== '-' : code >= 400);

/** The share of operations for which all calls of a kind go well. */
const passingShare = ({ perRequest }: OutgoingCall, hop: Hop): number =>
  (1 - failingShare(hop)) ** Math.floor(perRequest) * (1 - (perRequest % 1) * failingShare(hop));

/** The time that calls take when the required call `broken` is the one that fails, and the other required ones go well. */
function timesWhen(does: OutgoingCall, { outcomes }: Hop, broken: OutgoingCall | null): readonly Distribution[] {
  if (!does.required) return timesOf(does, outcomes);
  const well = outcomes.filter((one) => !isFailure(one));
  if (does !== broken) return timesOf(does, well);
  const more = Math.max(0, does.perRequest - 1);
  return [...timesOf({ ...does, perRequest: 1 }, outcomes.filter(isFailure)), ...timesOf({ ...does, perRequest: more }, outcomes)];
}

/** Where there is no outcome there was nobody to call. */
const failingShare = ({ outcomes }: Hop): number =>
  outcomes.length === 0 ? 1 : outcomes.filter(isFailure).reduce((total, { share }) => total + share, 0);

/** The time that calls take in one operation, 0 for those it does not make. */
function timesOf({ perRequest }: OutgoingCall, outcomes: readonly Outcome[]): readonly Distribution[] {
  if (outcomes.length === 0) return [];
  const once = mixture(outcomes.map(({ share, latency }) => ({ weight: share, of: latency })));
  const whole = Array.from({ length: Math.floor(perRequest) }, () => once);
  const rest = perRequest % 1;
  return rest > 0
    ? [
        ...whole,
        mixture([
          { weight: rest, of: once },
          { weight: 1 - rest, of: constant(0) },
        ]),
      ]
    : whole;
}
