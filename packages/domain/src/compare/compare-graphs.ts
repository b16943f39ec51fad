import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import type { Gap } from '@vigla/contract/problem';
import { findCauses } from './causes.ts';
import { findingsOf } from './findings.ts';
import { familyWise, judge, type Judged, judgeNode, limitOf, tryEdge } from './judge-change.ts';
import { findRollouts } from './rollouts.ts';
import { unite } from './unite.ts';
import { usualOf } from './usual.ts';

/**
 * What differs between two graphs of the same question, beyond what chance and the usual variation account for.
 *
 * Both graphs are what the caller may see; nothing else comes in. When each finding was first seen, and what was changed
 * shortly before, is for `withSightings` to add. Total; a graph compared with itself has no findings.
 */
export function compareGraphs(before: TrafficGraph, after: TrafficGraph): Comparison {
  const united = unite(before, after);
  const usual = usualOf(united);
  const isMeasured = before.newestSampleAt !== null && after.newestSampleAt !== null;
  const trials = isMeasured ? [...united.edges.values()].map((pair) => tryEdge(pair, united, usual)) : [];
  const tests = trials.reduce((sum, trial) => sum + trial.tests.length, 0);
  const limit = limitOf(tests);
  const judged = new Map(
    trials.flatMap((trial): readonly [string, Judged][] => {
      const one = judge(trial, limit);
      return one ? [[trial.pair.edge.id, one]] : [];
    }),
  );
  const rollouts = findRollouts(united, judged, limit);
  const causes = findCauses(judged, rollouts, united);
  return {
    before: { at: before.at, window: before.window },
    after: { at: after.at, window: after.window },
    groupBy: after.groupBy,
    namespaces: after.namespaces,
    nodes: [...united.nodes.values()].map((pair) => ({
      node: pair.node,
      change: isMeasured ? judgeNode(pair, limit) : 'unchanged',
      before: [...pair.before],
      after: [...pair.after],
    })),
    edges: [...united.edges.values()].map((pair) => ({ ...pair, change: judged.get(pair.edge.id)?.change ?? 'unchanged' })),
    findings: findingsOf({ judged, rollouts, causes, united }),
    unlisted: [...united.edges.values()].filter(({ before: was, after: is, edge }) => (was ?? is) !== null && !judged.has(edge.id)).length,
    level: { familyWise, tests },
    usual,
    newestSampleAt: after.newestSampleAt,
    gathered: after.gathered,
    gaps: gapsOf(before, after),
  };
}

function gapsOf(before: TrafficGraph, after: TrafficGraph): Gap[] {
  // What Kubernetes lacks it lacks in both; that it keeps no past is no news where only traffic is compared.
  const earlier = before.gaps.filter(({ source }) => source !== 'kubernetes');
  const all = [...after.gaps, ...earlier, ...unmeasured(before, 'earlier'), ...unmeasured(after, 'later')];
  return [...new Map(all.map((gap) => [JSON.stringify(gap), gap])).values()];
}

const unmeasured = ({ newestSampleAt }: TrafficGraph, which: 'earlier' | 'later'): readonly Gap[] =>
  newestSampleAt === null
    ? [{ source: 'prometheus', lacks: 'traffic', detail: `Nothing was measured in the ${which} window, so there is nothing to compare.` }]
    : [];
