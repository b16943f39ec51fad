import type { Consequence, Finding } from '@vigla/contract/compare';
import type { Traffic } from '@vigla/contract/graph';
import { type Causes, extraFailures, rootOf } from './causes.ts';
import type { Judged } from './judge-change.ts';
import type { Rollout } from './rollouts.ts';
import type { United } from './unite.ts';

/** From this share of failed requests on, a consequence is worth a line of its own. */
const ownLine = 0.01;
/** How close a consequence's failures must be to the cause's to be called the same ones. */
const nearlyAll = 0.1;

interface Material {
  readonly judged: ReadonlyMap<string, Judged>;
  readonly rollouts: readonly Rollout[];
  readonly causes: Causes;
  readonly united: United;
}

/** Turns changed edges into findings, worst first, each with what follows from it. */
export function findingsOf({ judged, rollouts, causes, united }: Material): Finding[] {
  const followers = new Map<string | Rollout, Judged[]>();
  for (const [id, one] of judged) {
    const root = rootOf(id, causes);
    if (root !== id && !(typeof root !== 'string' && root.members.includes(one)))
      followers.set(root, [...(followers.get(root) ?? []), one]);
  }
  const edges = [...judged]
    .filter(([id]) => rootOf(id, causes) === id)
    .map(([id, one]) => edgeFinding(one, followers.get(id) ?? [], united));
  const rolled = rollouts.map((rollout) => rolloutFinding(rollout, followers.get(rollout) ?? [], united));
  return [...edges, ...rolled].sort(byRank);
}

const severity = ({ change, after }: Finding): number => {
  if (change === 'worse' || (change === 'new' && (after?.errorRatio ?? 0) >= ownLine && (after?.failed ?? 0) >= 3)) return 0;
  return change === 'better' ? 2 : 1;
};

/** Order: harm, then the rest, then relief; within these by requests affected, then by how unlikely chance is. */
function byRank(a: Finding, b: Finding): number {
  const chance = (one: Finding): number => Math.min(1, ...one.evidence.map(({ pValue }) => pValue));
  return severity(a) - severity(b) || b.affectedPerSecond - a.affectedPerSecond || chance(a) - chance(b) || (a.id < b.id ? -1 : 1);
}

function edgeFinding(one: Judged, followers: readonly Judged[], united: United): Finding {
  const { edge, mtlsBefore, mtlsAfter } = one.pair;
  const plain = mtlsAfter === null ? null : 1 - mtlsAfter;
  const isNewlyPlain = plain !== null && plain > 0 && (mtlsBefore === null || 1 - mtlsBefore < plain);
  return {
    ...foundOf(one),
    id: edge.id,
    rollout: null,
    plainText: isNewlyPlain ? plain : null,
    evidence: [...one.evidence],
    seenAt: null,
    nearby: null,
    consequences: consequencesOf(one, followers, united),
  };
}

function rolloutFinding(rollout: Rollout, followers: readonly Judged[], united: United): Finding {
  const { gone, new: born, members, before, after, change } = rollout;
  const ids = (pairs: Rollout['gone']): string[] => pairs.map(({ node }) => node.id).sort();
  const [first] = members;
  return {
    id: `rollout:${ids(born).join(',')}`,
    aspect: change === 'new' ? 'presence' : failsMore(before, after) ? 'errors' : 'time',
    change,
    edges: members.map(({ pair }) => pair.edge.id),
    before,
    after,
    affectedPerSecond: after?.requestsPerSecond ?? before?.requestsPerSecond ?? 0,
    rollout: { gone: ids(gone), new: ids(born) },
    plainText: null,
    evidence: [...rollout.evidence],
    seenAt: null,
    nearby: null,
    consequences: first ? consequencesOf(first, followers, united) : [],
  };
}

const failsMore = (before: Traffic | null, after: Traffic | null): boolean =>
  Math.abs((after?.errorRatio ?? 0) - (before?.errorRatio ?? 0)) >= 0.001;

function foundOf(one: Judged) {
  const { edge, before, after } = one.pair;
  return { aspect: one.aspect, change: one.change, edges: [edge.id], before, after, affectedPerSecond: affectedBy(one) };
}

function affectedBy(one: Judged): number {
  const { before, after, mtlsAfter } = one.pair;
  const [was, is] = [before?.requestsPerSecond ?? 0, after?.requestsPerSecond ?? 0];
  if (one.aspect === 'errors') return Math.abs(extraFailures(one));
  if (one.aspect === 'rate') return Math.abs(is - was);
  if (one.aspect === 'encryption') return is * (1 - (mtlsAfter ?? 0));
  return after ? is : was;
}

/** Those whose failures show stand alone; the rest is one line. */
function consequencesOf(cause: Judged, followers: readonly Judged[], united: United): Consequence[] {
  const ratio = (one: Judged): number => (one.aspect === 'errors' ? (one.pair.after?.errorRatio ?? 0) : 0);
  const ranked = [...followers].sort(
    (a, b) => ratio(b) - ratio(a) || affectedBy(b) - affectedBy(a) || (a.pair.edge.id < b.pair.edge.id ? -1 : 1),
  );
  const alone = ranked.filter((one) => ratio(one) >= ownLine);
  const rest = ranked.filter((one) => ratio(one) < ownLine);
  const upstream = above(cause.pair.edge.from, united);
  const groups = [...alone.map((one) => [one]), ...(rest.length > 0 ? [rest] : [])];
  return groups.flatMap((group) => consequenceOf(cause, group, upstream) ?? []);
}

function consequenceOf(cause: Judged, group: readonly Judged[], upstream: ReadonlySet<string>): Consequence | null {
  const [first] = group;
  if (!first) return null;
  const up = group.filter(({ pair }) => upstream.has(pair.edge.to)).length;
  const errors = group.filter(({ aspect }) => aspect === 'errors').map(({ pair }) => pair.after?.errorRatio ?? 0);
  const falls = group.filter(({ change }) => change === 'less').map(fallOf);
  const [mine, theirs] = [extraFailures(first), extraFailures(cause)];
  return {
    ...foundOf(first),
    id: group.map(({ pair }) => pair.edge.id).join(' '),
    change: group.some(({ change }) => change === 'worse') ? 'worse' : first.change,
    edges: group.map(({ pair }) => pair.edge.id),
    affectedPerSecond: Math.max(...group.map(affectedBy)),
    isPassedOn: group.length === 1 && theirs > 0 && Math.abs(mine / theirs - 1) <= nearlyAll,
    up,
    down: group.length - up,
    worstErrorRatio: errors.length > 0 ? Math.max(...errors) : null,
    largestFall: falls.length > 0 ? Math.max(...falls) : null,
  };
}

const fallOf = ({ pair: { before, after } }: Judged): number =>
  before?.requestsPerSecond ? Math.min(1, Math.max(0, 1 - (after?.requestsPerSecond ?? 0) / before.requestsPerSecond)) : 0;

/** A node and all that lead to it. */
function above(node: string, { into }: United): ReadonlySet<string> {
  const seen = new Set([node]);
  const open = [node];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { edge } of into.get(id) ?? []) {
      if (seen.has(edge.from)) continue;
      seen.add(edge.from);
      open.push(edge.from);
    }
  }
  return seen;
}
