import type { Comparison, Finding } from '@vigla/contract/compare';
import type { GraphNode } from '@vigla/contract/graph';
import { at, type EpochSeconds } from '@vigla/contract/units';
import type { HistorySeries } from '../graph/index.ts';

/** Counters over time of the pairs that findings are about. Shape: one value per step from `from` on; null where there is none. */
export interface Counted {
  readonly from: EpochSeconds;
  readonly stepSeconds: number;
  readonly made: readonly HistorySeries[];
  readonly failed: readonly HistorySeries[];
}

/** How long failures are put together where some were usual before. Units: seconds. */
const smoothSeconds = 60;

/**
 * When a finding began to show: the first step at which it failed more than halfway from before to now, or was there; the last
 * one of what is gone. Null for what counters do not show: bytes, times, encryption.
 */
export function seenAt(finding: Finding, { nodes, edges }: Pick<Comparison, 'nodes' | 'edges'>, counted: Counted): EpochSeconds | null {
  const edge = edges.find((one) => one.edge.id === finding.edges[0])?.edge;
  const [from, to] = [edge?.from, edge?.to].map((id) => nodes.find(({ node }) => node.id === id)?.node);
  if (!from || !to || !edge || edge.traffic.protocol === 'tcp') return null;
  const mine = (series: readonly HistorySeries[]): readonly HistorySeries[] => series.filter((one) => isBetween(one, from, to));
  const made = rises(mine(counted.made));
  const step = stepOf(finding, made, rises(mine(counted.failed)), counted.stepSeconds);
  return step < 0 ? null : at(counted.from + step * counted.stepSeconds);
}

function stepOf(finding: Finding, made: readonly number[], failed: readonly number[], stepSeconds: number): number {
  if (finding.rollout || finding.change === 'new') return made.findIndex((rise) => rise > 0);
  if (finding.change === 'gone') return made.reduce((last, rise, i) => (rise > 0 ? i : last), -1);
  if (finding.aspect !== 'errors') return -1;
  const usual = finding.before?.errorRatio ?? 0;
  if (usual === 0) return failed.findIndex((rise) => rise > 0);
  const halfway = (usual + (finding.after?.errorRatio ?? 0)) / 2;
  const isWorse = finding.change === 'worse';
  const width = Math.max(1, Math.round(smoothSeconds / stepSeconds));
  const lately = (rise: readonly number[], i: number): number => rise.slice(Math.max(0, i - width + 1), i + 1).reduce((a, b) => a + b, 0);
  return made.findIndex((_, i) => {
    const requests = lately(made, i);
    return requests > 0 && i >= width && (isWorse ? lately(failed, i) / requests >= halfway : lately(failed, i) / requests <= halfway);
  });
}

/** How much counters rose with each step, both reporters' word taken at its larger. A series that begins after the first step rises from nothing. */
function rises(series: readonly HistorySeries[]): readonly number[] {
  const steps = Math.max(0, ...series.map(({ values }) => values.length));
  const of = (side: (reporter: string | undefined) => boolean): readonly number[] => {
    const sum = Array.from({ length: steps }, () => 0);
    for (const { labels, values } of series) {
      if (!side(labels['reporter'])) continue;
      let last: number | null = null;
      values.forEach((value, i) => {
        if (value === null) return;
        if (i > 0) sum[i] = (sum[i] ?? 0) + Math.max(0, last === null || value < last ? value : value - last);
        last = value;
      });
    }
    return sum;
  };
  const [theirs, ours] = [of((reporter) => reporter === 'source'), of((reporter) => reporter !== 'source')];
  return theirs.map((value, i) => Math.max(value, ours[i] ?? 0));
}

function isBetween({ labels }: HistorySeries, from: GraphNode, to: GraphNode): boolean {
  return isEnd(from, labels, 'source') && (isEnd(to, labels, 'destination') || isUnreached(to, labels));
}

function isEnd({ kind, namespace, name, app }: GraphNode, labels: HistorySeries['labels'], side: 'source' | 'destination'): boolean {
  const [workload, where] = [labels[`${side}_workload`], labels[`${side}_workload_namespace`]];
  if (kind === 'outside' && side === 'source') return workload === 'unknown';
  if (side === 'destination' && (kind === 'outside' || kind === 'external')) return labels['destination_service_name'] === name;
  if (side === 'destination' && kind === 'service')
    return labels['destination_service_name'] === name && labels['destination_service_namespace'] === namespace;
  if (where !== namespace || namespace === null) return false;
  if (kind === 'group') return app === null || labels[`${side}_canonical_service`] === app;
  return workload === name || (kind === 'app' && labels[`${side}_canonical_service`] === name);
}

/** A request that reached no workload names only the service that was meant. */
const isUnreached = ({ kind, app, namespace }: GraphNode, labels: HistorySeries['labels']): boolean =>
  labels['destination_workload'] === 'unknown' &&
  (app === null ? kind === 'group' && namespace !== null : labels['destination_service_name'] === app) &&
  labels['destination_service_namespace'] === namespace;
