import type { TrafficHistory } from '@vigla/contract/graph';
import type { EpochSeconds } from '@vigla/contract/units';
import type { Visibility } from './project-graph.ts';

/** One series of an answer over time. Shape: one value per step; null where there is none. */
export interface HistorySeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

/** Answers to the questions of `historyQueries`. */
export interface HistoryAnswers {
  readonly entering: readonly HistorySeries[];
  readonly failing: readonly HistorySeries[];
}

/** What one caller wants to see of a span. */
export interface HistoryQuestion {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly stepSeconds: number;
  /** None means all that the caller may see. */
  readonly namespaces: readonly string[];
  readonly visible: Visibility;
}

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly isDoor: boolean;
}

/**
 * What entered the chosen namespaces, from outside of them or through a gateway, and what failed in them.
 * Only sums leave: no namespace beyond the chosen ones is told apart.
 * Total: a step at which nothing at all was measured is null; where only nothing failed it is 0.
 */
export function projectHistory(answers: HistoryAnswers, { from, to, stepSeconds, namespaces, visible }: HistoryQuestion): TrafficHistory {
  const steps = Math.floor((to - from) / stepSeconds) + 1;
  const mayChoose = (namespace: string): boolean => visible.all || visible.namespaces.has(namespace);
  // With everything chosen, "unknown" is still nobody's namespace.
  const isChosen = (namespace: string): boolean =>
    namespace !== nobody && mayChoose(namespace) && (namespaces.length === 0 || namespaces.includes(namespace));
  // A gateway's requests are counted when it passes them on; what leaves the mesh through one does not enter.
  const enters = (pair: Pair): boolean =>
    pair.isDoor ? isChosen(pair.to) || (isChosen(pair.from) && pair.to !== nobody) : isChosen(pair.to) && !isChosen(pair.from);
  const fails = (pair: Pair): boolean => isChosen(pair.to) || (pair.to === nobody && isChosen(pair.from));
  const measured = Array.from({ length: steps }, (_, i) =>
    [...answers.entering, ...answers.failing].some(({ values }) => isNumber(values[i])),
  );
  const line = (series: readonly HistorySeries[], counts: (pair: Pair) => boolean): (number | null)[] =>
    total(series, counts, steps).map((value, i) => (measured[i] ? value : null));
  return {
    from,
    to,
    stepSeconds,
    enteringPerSecond: line(answers.entering, enters),
    failingPerSecond: line(answers.failing, fails),
    gaps: [],
  };
}

const nobody = 'unknown';
const isNumber = (value: number | null | undefined): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** Both ends report the same calls: per pair of namespaces the larger report is the more complete one. A waypoint speaks for the called side. */
function total(series: readonly HistorySeries[], counts: (pair: Pair) => boolean, steps: number): readonly number[] {
  const pairs = new Map<string, HistorySeries[]>();
  for (const one of series) {
    const pair = pairOf(one);
    if (!counts(pair)) continue;
    const key = `${pair.from}\n${pair.to}\n${String(pair.isDoor)}`;
    pairs.set(key, [...(pairs.get(key) ?? []), one]);
  }
  const sums = Array.from({ length: steps }, () => 0);
  for (const reports of pairs.values()) {
    for (let i = 0; i < steps; i += 1) sums[i] = (sums[i] ?? 0) + settled(reports, i);
  }
  return sums;
}

function settled(reports: readonly HistorySeries[], step: number): number {
  const said = (reporter: string): number =>
    reports
      .filter(({ labels }) => labels['reporter'] === reporter)
      .reduce((sum, { values }) => sum + (isNumber(values[step]) ? values[step] : 0), 0);
  return Math.max(said('source'), said('destination') + said('waypoint'));
}

const pairOf = ({ labels }: HistorySeries): Pair => ({
  from: labels['source_workload_namespace'] ?? nobody,
  to: labels['to'] || nobody,
  isDoor: labels['door'] === 'yes',
});
