import type { Call, Leg, Mesh, Retry, Route, Workload } from '@vigla/domain/semantics';
import type { AppModel, Operation, OutgoingCall } from './app-model.ts';
import { attemptsAt, holdingMs, throughPool } from './attempts.ts';
import type { Condition, Conditions } from './conditions.ts';
import { constant, scattered, sum, mixture, type Distribution } from './distribution.ts';
import type { Hop, HopLeg, Outcome, Reply } from './hop.ts';
import { localReports, reportsOf, type Reports } from './outcomes.ts';
import { poolKey, type Strain } from './strain.ts';

/** Works out hops, each once. */
export interface Hops {
  hop(caller: Workload, call: Call, appTimeoutMs: number | null): Hop;
}

const noRetry: Retry = { attempts: 0, on: [], perTryMs: null };

/** A mesh, what runs in it, and how that is. */
export interface World {
  readonly mesh: Mesh;
  readonly model: AppModel;
  readonly conditions: Conditions;
}

/** Hops of a mesh with these applications in it, under some strain. Pure: the same world and strain give the same hops. */
export function createHops({ mesh, model, conditions }: World, strain: Strain): Hops {
  const hops = new Map<string, Hop>();
  const replies = new Map<string, Reply>();
  /** Replies that are being worked out: meeting one again means that calls go in a circle. */
  const open = new Set<string>();

  function hopAt(caller: Workload, call: Call, appTimeoutMs: number | null): Hop {
    const key = `${caller.key}|${call.protocol}|${call.host}:${call.port}|${call.method} ${call.path}|${JSON.stringify(call.headers)}|${appTimeoutMs}`;
    const known = hops.get(key);
    if (known) return known;
    const route = caller.proxy === null ? null : mesh.route(caller, call);
    const retry = route?.kind === 'forward' && call.protocol !== 'tcp' ? route.retry : noRetry;
    const patienceMs = patience(route, retry, appTimeoutMs);
    const work = (leg: Leg): HopLeg => {
      const attempts = attemptsAt(mesh, caller, call, leg, (workload) => replyAt(workload, call));
      const pooled = route ? throughPool(attempts, strain.pools.get(poolKey(caller, leg))) : attempts;
      return { share: leg.share, leg, attempts: pooled, holdMs: holdingMs(attempts, patienceMs) };
    };
    const legs = legsOf(mesh, caller, call, route).map(work);
    const mirrors = route?.kind === 'forward' ? route.mirrors.map(work) : [];
    const reports = ended(route) ?? reportsOf(legs, route, retry, appTimeoutMs);
    // A mirrored request is reported by the called side alone: the caller throws its answer away.
    const shadows = mirrors.length === 0 ? nothing : reportsOf(mirrors, null, noRetry, null);
    const hop: Hop = {
      key,
      caller,
      call,
      route,
      legs,
      retry,
      appTimeoutMs,
      outcomes: reports.outcomes,
      arrivals: [...reports.arrivals, ...shadows.arrivals],
      uses: route ? [...usesOf(legs, reports), ...usesOf(mirrors, shadows)] : [],
    };
    hops.set(key, hop);
    return hop;
  }

  function replyAt(workload: Workload, call: Call): Reply {
    const handed = Object.fromEntries(Object.entries(call.headers).filter(([name]) => model.handsOn.includes(name)));
    const operation = operationFor(model, workload, call);
    const key = `${workload.key}|${operation?.path ?? ''}|${JSON.stringify(handed)}`;
    const known = replies.get(key);
    if (known) return known;
    const condition = conditions.get(workload.key);
    const own = ownWork(operation, condition);
    // A circle of calls would never end: the second time round the application answers without calling on.
    if (open.has(key)) return { workload, operation, own, calls: [], endings: endingsOf(failuresOf(operation, condition), own, []) };
    open.add(key);
    const calls = (operation?.calls ?? []).map((does) => ({ does, hop: hopAt(workload, requestOf(does, handed), does.timeoutMs) }));
    open.delete(key);
    const reply: Reply = { workload, operation, own, calls, endings: endingsOf(failuresOf(operation, condition), own, calls) };
    replies.set(key, reply);
    return reply;
  }

  return { hop: hopAt };
}

const nothing: Reports = { outcomes: [], arrivals: [], tries: [] };

/** How long anybody waits for one try at most. */
function patience(route: Route | null, { perTryMs }: Retry, appTimeoutMs: number | null): number {
  const routed = route?.kind === 'forward' ? route.timeoutMs : null;
  return Math.min(perTryMs ?? Infinity, routed ?? Infinity, appTimeoutMs ?? Infinity);
}

const usesOf = (legs: readonly HopLeg[], { tries }: Reports): Hop['uses'] =>
  legs.map(({ leg, holdMs }, index) => ({ leg, tries: tries[index] ?? 0, holdMs }));

const ownWork = (operation: Operation | null, { latencyFactor = 1 }: Condition = {}): Distribution =>
  operation ? scattered({ ...operation.latencyMs, median: operation.latencyMs.median * latencyFactor }) : constant(latencyFactor);

/** What a condition fails comes first; its own failures are of what is left. */
function failuresOf(operation: Operation | null, { failures = [] }: Condition = {}): Operation['failures'] {
  const left = 1 - failures.reduce((total, { share }) => total + share, 0);
  return [...failures, ...(operation?.failures ?? []).map(({ code, share }) => ({ code, share: share * Math.max(0, left) }))];
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

/** What runs in a workload: its own behaviour, or that of another version of the same app. */
function operationFor({ behaviours }: AppModel, workload: Workload, { path }: Call): Operation | null {
  const sibling = [...behaviours.keys()].find((key) => key.startsWith(`${workload.namespace}/${workload.canonicalService}-`));
  const operations = behaviours.get(workload.key) ?? behaviours.get(sibling ?? '') ?? [];
  const fitting = operations.filter((operation) => path.startsWith(operation.path));
  return [...fitting].sort((a, b) => b.path.length - a.path.length)[0] ?? null;
}

/** Its own failures first; then required calls that fail make it fail with 500; else it answers 200 after all of them. */
function endingsOf(failures: Operation['failures'], own: Distribution, calls: Reply['calls']): Reply['endings'] {
  const failing = Math.min(
    1,
    failures.reduce((total, { share }) => total + share, 0),
  );
  const required = calls.filter(({ does }) => does.required);
  const good = required.reduce((product, { does, hop }) => product * (1 - Math.min(1, does.perRequest) * failingShare(hop)), 1);
  const served = sum([own, ...calls.flatMap(({ does, hop }) => timesOf(does, hop.outcomes))]);
  const broken = sum([own, ...required.flatMap(({ does, hop }) => timesOf(does, hop.outcomes.filter(isFailure)))]);
  return [
    ...failures.map(({ code, share }) => ({ share, code, latency: own, works: false })),
    { share: (1 - failing) * (1 - good), code: 500, latency: broken, works: true },
    { share: (1 - failing) * good, code: 200, latency: served, works: true },
  ].filter(({ share }) => share > 0);
}

/** Whether a call counts as failed for an application: any error, refusal or silence. */
export const isFailure = ({ code, flags }: Outcome): boolean => (code === 0 ? flags !== '-' : code >= 400);

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
