import type { Judged } from './judge-change.ts';
import type { Rollout } from './rollouts.ts';
import type { United } from './unite.ts';

/** Which changed edge follows from which other one, or from a rollout. Keys are ids of edges. */
export type Causes = ReadonlyMap<string, string | Rollout>;

/** The part of its caller's extra failures, or of its extra time, that a call must account for to be their cause. */
const enough = { failures: 0.5, time: 0.3 } as const;

/** More failed requests per second than before. */
export const extraFailures = ({ pair: { before, after } }: Judged): number => perSecond(after) - perSecond(before);
const perSecond = (traffic: Judged['pair']['before']): number => (traffic?.errorRatio ?? 0) * (traffic?.requestsPerSecond ?? 0);

const extraTime = ({ pair: { before, after } }: Judged): number => (after?.p95Ms ?? 0) - (before?.p95Ms ?? 0);

/**
 * Finds for every changed edge the changed edge that it follows from, if there is one. Failures and time are handed from the
 * called to the caller; traffic from the caller to the called. A caller's calls share what it has.
 */
export function findCauses(judged: ReadonlyMap<string, Judged>, rollouts: readonly Rollout[], united: United): Causes {
  const belongs = new Map(rollouts.flatMap((rollout) => rollout.members.map(({ pair }) => [pair.edge.id, rollout] as const)));
  const context: Context = { judged, rollouts, united, belongs };
  const causes = new Map<string, string | Rollout>();
  for (const one of judged.values()) {
    const { id } = one.pair.edge;
    const rollout = belongs.get(id);
    const cause = rollout ?? causeOf(one, context);
    if (cause !== null && cause !== id) causes.set(id, cause);
  }
  return causes;
}

interface Context {
  readonly judged: ReadonlyMap<string, Judged>;
  readonly rollouts: readonly Rollout[];
  readonly united: United;
  readonly belongs: ReadonlyMap<string, Rollout>;
}

function causeOf(one: Judged, context: Context): string | Rollout | null {
  if (one.aspect === 'errors') return failsBecause(one, context);
  if (one.aspect === 'time') return lastsBecause(one, context);
  if (one.aspect === 'presence') return appearsBecause(one, context) ?? sharesBecause(one, context);
  return one.aspect === 'rate' ? (starvedBy(one, context) ?? sharesBecause(one, context) ?? followsLoad(one, context)) : null;
}

const changedOutOf = (node: string, { judged, united }: Context): readonly Judged[] =>
  (united.outOf.get(node) ?? []).flatMap(({ edge }) => judged.get(edge.id) ?? []);
const changedInto = (node: string, { judged, united }: Context): readonly Judged[] =>
  (united.into.get(node) ?? []).flatMap(({ edge }) => judged.get(edge.id) ?? []);

/** An edge stands for the rollout it is part of. */
const named = (cause: Judged | undefined, { belongs }: Context): string | Rollout | null =>
  cause ? (belongs.get(cause.pair.edge.id) ?? cause.pair.edge.id) : null;

/** What the called one calls fails more, or less, in the same way and about as often. */
function failsBecause(one: Judged, context: Context): string | Rollout | null {
  const mine = extraFailures(one);
  const way = Math.sign(mine);
  const theirs = changedOutOf(one.pair.edge.to, context).filter((other) => extraFailures(other) * way > 0);
  const total = theirs.reduce((sum, other) => sum + Math.abs(extraFailures(other)), 0);
  if (total < enough.failures * Math.abs(mine)) return null;
  return named(
    most(theirs, (other) => Math.abs(extraFailures(other))),
    context,
  );
}

/** What the called one calls takes longer, or less long: by enough to show, or because it fails. */
function lastsBecause(one: Judged, context: Context): string | Rollout | null {
  const mine = extraTime(one);
  const called = one.pair.edge.to;
  const rollout = context.rollouts.find((other) => {
    const shift = (other.after?.p95Ms ?? 0) - (other.before?.p95Ms ?? 0);
    const isCalled = other.members.some(({ pair }) => pair.edge.from === called && pair.edge.to !== called);
    const known = typeof other.after?.p95Ms === 'number' && typeof other.before?.p95Ms === 'number';
    return known && isCalled && shift * mine > 0 && Math.abs(shift) >= enough.time * Math.abs(mine);
  });
  if (rollout) return rollout;
  const theirs = changedOutOf(called, context).filter((other) => {
    if (other.aspect === 'errors') return extraFailures(other) * mine > 0;
    return other.aspect === 'time' && extraTime(other) * mine > 0 && Math.abs(extraTime(other)) >= enough.time * Math.abs(mine);
  });
  return named(
    most(theirs, (other) => Math.abs(extraTime(other))),
    context,
  );
}

/** Its caller is new or gone itself, and so are the calls to it. */
function appearsBecause(one: Judged, context: Context): string | Rollout | null {
  const caller = context.united.nodes.get(one.pair.edge.from);
  if (!caller || caller.wasThere === caller.isThere) return null;
  const theirs = changedInto(one.pair.edge.from, context).filter(({ change }) => change === one.change);
  return named(most(theirs, requests), context);
}

/** Another version took over from this one, or gave to it: of the two, what is new or more is the cause. */
function sharesBecause(one: Judged, context: Context): string | Rollout | null {
  if (one.change !== 'less' && one.change !== 'gone') return null;
  const { nodes } = context.united;
  const [from, to] = [one.pair.edge.from, nodes.get(one.pair.edge.to)?.node];
  const siblings = changedOutOf(from, context).filter(({ change, pair }) => {
    const other = nodes.get(pair.edge.to)?.node;
    return (change === 'new' || change === 'more') && to?.app && other?.app === to.app && other.namespace === to.namespace;
  });
  return named(most(siblings, requests), context);
}

/** A call that fails, above it or beside it, keeps requests from coming here. */
function starvedBy(one: Judged, context: Context): string | Rollout | null {
  if (one.change !== 'less') return null;
  const { from } = one.pair.edge;
  const lost = Math.abs((one.pair.before?.requestsPerSecond ?? 0) - (one.pair.after?.requestsPerSecond ?? 0));
  const failing = [...changedInto(from, context), ...changedOutOf(from, context)].filter(
    (other) => other.aspect === 'errors' && other.change === 'worse' && extraFailures(other) >= 0.1 * lost,
  );
  if (failing.length > 0) return named(most(failing, extraFailures), context);
  // Further down: what its caller lacks, its caller's callers lacked before.
  const starved = changedInto(from, context).filter(({ change, aspect }) => change === 'less' && aspect === 'rate');
  return named(most(starved, requests), context);
}

/** Its caller does with each request what it always did, and receives more or fewer. */
function followsLoad(one: Judged, context: Context): string | Rollout | null {
  if (one.isOwn) return null;
  const rising = one.change === 'more';
  const theirs = changedInto(one.pair.edge.from, context).filter(({ change }) =>
    rising ? change === 'more' || change === 'new' : change === 'less' || change === 'gone',
  );
  return named(most(theirs, requests), context);
}

const requests = ({ pair }: Judged): number => Math.max(pair.before?.requestsPerSecond ?? 0, pair.after?.requestsPerSecond ?? 0);

function most(all: readonly Judged[], value: (one: Judged) => number): Judged | undefined {
  return [...all].sort((a, b) => value(b) - value(a) || (a.pair.edge.id < b.pair.edge.id ? -1 : 1))[0];
}

/** What a chain of causes begins with: the id of an edge that nothing explains, or a rollout. A circle begins with its first edge by id. */
export function rootOf(id: string, causes: Causes): string | Rollout {
  const seen = [id];
  for (let cause = causes.get(id); cause !== undefined; cause = causes.get(cause)) {
    if (typeof cause !== 'string') return cause;
    if (seen.includes(cause)) return seen.slice(seen.indexOf(cause)).sort()[0] ?? cause;
    seen.push(cause);
  }
  return seen.at(-1) ?? id;
}
