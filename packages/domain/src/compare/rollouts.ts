import type { Difference, Evidence } from '@vigla/contract/compare';
import type { Traffic } from '@vigla/contract/graph';
import { changeOf, type Judged } from './judge-change.ts';
import { amountOf, type NodePair, type United } from './unite.ts';

/** Versions of one application that took over from others. */
export interface Rollout {
  readonly gone: readonly NodePair[];
  readonly new: readonly NodePair[];
  /** What changed at their edges, calls to the new ones first. */
  readonly members: readonly Judged[];
  /** What the old ones received then, and the new ones receive now; null where they have no protocol in common. */
  readonly before: Traffic | null;
  readonly after: Traffic | null;
  readonly change: Difference;
  readonly evidence: readonly Evidence[];
}

/** Finds the applications of which some versions are gone and others are new, and what of the changed edges belongs to that. */
export function findRollouts(united: United, judged: ReadonlyMap<string, Judged>, limit: number): readonly Rollout[] {
  const byApp = new Map<string, NodePair[]>();
  for (const pair of united.nodes.values()) {
    const { namespace, app, kind } = pair.node;
    if (namespace === null || app === null || kind === 'app' || kind === 'group' || pair.wasThere === pair.isThere) continue;
    const key = JSON.stringify([namespace, app]);
    byApp.set(key, [...(byApp.get(key) ?? []), pair]);
  }
  return [...byApp.values()].flatMap((pairs) => {
    const [gone, born] = [pairs.filter(({ wasThere }) => wasThere), pairs.filter(({ isThere }) => isThere)];
    const members = membersOf(pairs, judged);
    return gone.length > 0 && born.length > 0 && members.length > 0 ? [rolloutOf(gone, born, members, limit)] : [];
  });
}

function membersOf(pairs: readonly NodePair[], judged: ReadonlyMap<string, Judged>): readonly Judged[] {
  const ids = new Set(pairs.map(({ node }) => node.id));
  const weight = ({ pair, change }: Judged): number => (change === 'new' && ids.has(pair.edge.to) ? 0 : change === 'new' ? 1 : 2);
  return [...judged.values()]
    .filter(({ pair: { edge } }) => ids.has(edge.from) || ids.has(edge.to))
    .sort((a, b) => weight(a) - weight(b) || amount(b) - amount(a) || (a.pair.edge.id < b.pair.edge.id ? -1 : 1));
}

const amount = ({ pair }: Judged): number => amountOf(pair.after ?? pair.before ?? pair.edge.traffic);

function rolloutOf(gone: readonly NodePair[], born: readonly NodePair[], members: readonly Judged[], limit: number): Rollout {
  const before = together(gone.flatMap((pair) => pair.before));
  const after = together(born.flatMap((pair) => pair.after));
  const comparable = before && after && before.protocol === after.protocol;
  const { change, evidence } = comparable ? changeOf(before, after, limit) : { change: 'unchanged' as const, evidence: [] };
  return {
    gone,
    new: born,
    members,
    before,
    after,
    change: change === 'unchanged' ? 'new' : change,
    evidence: evidence.length > 0 ? evidence : (members[0]?.evidence ?? []),
  };
}

/** What several versions received, as one. Times of several cannot be put together from their quantiles: then they are not known. */
function together(parts: readonly Traffic[]): Traffic | null {
  const requests = parts.filter(({ protocol }) => protocol !== 'tcp');
  const [first, ...others] = requests.length > 0 ? requests : parts;
  if (!first) return null;
  const same = others.filter(({ protocol }) => protocol === first.protocol);
  return same.reduce(addTraffic, first);
}

function addTraffic(a: Traffic, b: Traffic): Traffic {
  const add = (x: number | null, y: number | null): number | null => (x === null || y === null ? (x ?? y) : x + y);
  const [requests, failed] = [add(a.requests, b.requests), add(a.failed, b.failed)];
  return {
    ...a,
    requestsPerSecond: add(a.requestsPerSecond, b.requestsPerSecond),
    bytesPerSecond: add(a.bytesPerSecond, b.bytesPerSecond),
    requests,
    failed,
    errorRatio: requests === null || failed === null || requests === 0 ? null : Math.min(1, failed / requests),
    averageMs: null,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
  };
}
