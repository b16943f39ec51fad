import type { TrafficHistory } from '@vigla/contract/graph';
import type { EpochSeconds } from '@vigla/contract/units';
import type { Visibility } from './graph-question.ts';

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
  /** The workloads as `namespace/name`; null where telemetry does not know them. */
  readonly caller: string | null;
  readonly callee: string | null;
}

/**
 * What entered the chosen namespaces, from outside of them or through a gateway, and what failed in them: each failure
 * once, where it began, however many callers passed it on.
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
  const line = (perStep: readonly number[]): (number | null)[] => perStep.map((value, i) => (measured[i] ? value : null));
  return {
    from,
    to,
    stepSeconds,
    enteringPerSecond: line(total(pairsOf(answers.entering, enters), steps)),
    failingPerSecond: line(begun(pairsOf(answers.failing, fails), steps)),
    gaps: [],
  };
}

const nobody = 'unknown';
const isNumber = (value: number | null | undefined): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

interface Reported {
  readonly pair: Pair;
  readonly reports: HistorySeries[];
}

function pairsOf(series: readonly HistorySeries[], counts: (pair: Pair) => boolean): readonly Reported[] {
  const pairs = new Map<string, Reported>();
  for (const one of series) {
    const pair = pairOf(one);
    if (!counts(pair)) continue;
    const key = JSON.stringify(pair);
    const known = pairs.get(key);
    if (known) known.reports.push(one);
    else pairs.set(key, { pair, reports: [one] });
  }
  return [...pairs.values()];
}

function total(pairs: readonly Reported[], steps: number): readonly number[] {
  return Array.from({ length: steps }, (_, i) => pairs.reduce((sum, { reports }) => sum + settled(reports, i), 0));
}

/**
 * Failures where they began: what fails at a workload less what fails in its own calls, which it only passes on. A failure
 * that a caller makes up for is counted at the called side; one whose sides are not known is taken for a beginning.
 */
function begun(pairs: readonly Reported[], steps: number): readonly number[] {
  return Array.from({ length: steps }, (_, i) => {
    const passedOn = new Map<string, number>();
    const failed = new Map<string, number>();
    let nameless = 0;
    for (const { pair, reports } of pairs) {
      const { caller, callee } = pair;
      const value = settled(reports, i);
      if (callee === null) nameless += value;
      else failed.set(callee, (failed.get(callee) ?? 0) + value);
      if (caller !== null && caller !== callee) passedOn.set(caller, (passedOn.get(caller) ?? 0) + value);
    }
    return [...failed].reduce((sum, [callee, value]) => sum + Math.max(0, value - (passedOn.get(callee) ?? 0)), nameless);
  });
}

/** Both ends report the same calls: per pair the larger report is the more complete one. A waypoint speaks for the called side. */
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
  caller: workloadOf(labels['source_workload_namespace'], labels['source_workload']),
  callee: workloadOf(labels['to'], labels['destination_workload']),
});

const workloadOf = (namespace = nobody, workload = nobody): string | null =>
  namespace === nobody || workload === nobody || workload === '' ? null : `${namespace}/${workload}`;
