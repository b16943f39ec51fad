import type { IstioObject, ServiceVersion, TrafficShiftStart } from '@vigla/contract/istio';
import { failed, ok, type Result } from '../result/index.ts';
import { mergeSubsets } from './merge-subsets.ts';
import { asWritten } from './as-written.ts';
import { mergeWeights, type RouteProblem } from './merge-weights.ts';

/** What the editor holds. Each weight is a share of requests in whole percent; together they make 100. */
export interface TrafficShift {
  readonly namespace: string;
  readonly service: string;
  readonly weights: readonly { readonly version: string; readonly percent: number }[];
}

/** Why a shift cannot be written. Problems of the form name the version; problems of what is there name the object. */
export type TrafficShiftProblem =
  | { readonly kind: 'no_versions' }
  | { readonly kind: 'unknown_version'; readonly version: string }
  | { readonly kind: 'version_repeated'; readonly version: string }
  | { readonly kind: 'percent_range'; readonly version: string; readonly percent: number }
  | { readonly kind: 'weights_total'; readonly total: number }
  | { readonly kind: 'object_elsewhere'; readonly objectKind: string; readonly namespace: string; readonly name: string }
  | RouteProblem;

/**
 * Writes the VirtualService and DestinationRule that send `shift.weights` percent to each version, by changing what is
 * there as little as possible: only the weights of the rule without conditions, and subsets that are missing.
 *
 * Deterministic: the same input always gives the same objects, so a preview is what gets applied.
 * Fails with every problem at once, those of the form first, in the order the editor shows its rows.
 */
export function generateTrafficShift(
  shift: TrafficShift,
  start: TrafficShiftStart,
): Result<readonly [IstioObject, IstioObject], TrafficShiftProblem> {
  const problems = checkTrafficShift(shift, start);
  const { spec: policy, subsetOf } = mergeSubsets(shift, start);
  const shares = shift.weights.map(({ version, percent }) => ({ subset: subsetOf(version), percent }));
  const route = mergeWeights(start.virtualService, shift, shares);
  if (!route.ok) return failed([...problems, ...route.problems]);
  if (problems.length > 0) return failed(problems);
  return ok([
    writing('VirtualService', start.virtualService, { shift, spec: route.value }),
    writing('DestinationRule', start.destinationRule, { shift, spec: policy }),
  ]);
}

/** What the editor opens with: the configured shares, or, where no route decides, what the number of ready pods comes to. */
export function readTrafficShift({ namespace, service, versions }: TrafficShiftStart): TrafficShift {
  const isRouted = versions.some(({ percent }) => percent !== null && percent > 0);
  const hasPods = versions.some(({ readyPods }) => readyPods > 0);
  const shareOf = ({ percent, readyPods }: ServiceVersion): number => (isRouted ? (percent ?? 0) : hasPods ? readyPods : 1);
  const percents = wholePercents(versions.map(shareOf));
  return { namespace, service, weights: versions.map(({ version }, i) => ({ version, percent: percents[i] ?? 0 })) };
}

function checkTrafficShift(
  { weights }: TrafficShift,
  { namespace, versions, virtualService, destinationRule }: TrafficShiftStart,
): readonly TrafficShiftProblem[] {
  if (weights.length === 0) return [{ kind: 'no_versions' }];
  const names = weights.map(({ version }) => version);
  const repeated = new Set(names.filter((version, i) => names.indexOf(version) !== i));
  const ofRows = weights.flatMap(({ version, percent }): readonly TrafficShiftProblem[] => [
    ...(versions.some((known) => known.version === version) ? [] : [{ kind: 'unknown_version' as const, version }]),
    ...(Number.isInteger(percent) && percent >= 0 && percent <= 100 ? [] : [{ kind: 'percent_range' as const, version, percent }]),
  ]);
  const total = weights.reduce((sum, { percent }) => sum + percent, 0);
  const elsewhere = [virtualService, destinationRule]
    .filter((object) => object !== null)
    .filter(({ metadata }) => metadata.namespace !== namespace);
  return [
    ...ofRows,
    ...[...repeated].map((version) => ({ kind: 'version_repeated' as const, version })),
    ...(total === 100 || Number.isNaN(total) ? [] : [{ kind: 'weights_total' as const, total }]),
    ...elsewhere.map(({ kind, metadata }) => ({
      kind: 'object_elsewhere' as const,
      objectKind: kind,
      namespace: metadata.namespace,
      name: metadata.name,
    })),
  ];
}

interface Written {
  readonly shift: TrafficShift;
  readonly spec: Record<string, unknown>;
}

const writing = (kind: string, existing: IstioObject | null, { shift: { namespace, service }, spec }: Written): IstioObject =>
  existing
    ? { ...asWritten(existing), spec }
    : { apiVersion: 'networking.istio.io/v1', kind, metadata: { name: service, namespace }, spec };

/** Whole percents in proportion to the shares that add up to exactly 100; the largest remainders are rounded up. */
function wholePercents(shares: readonly number[]): readonly number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total <= 0) return shares.map(() => 0);
  const exact = shares.map((share) => (share / total) * 100);
  const left = 100 - exact.reduce((sum, percent) => sum + Math.floor(percent), 0);
  const byRemainder = exact
    .map((percent, i) => ({ i, remainder: percent - Math.floor(percent) }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  const raised = new Set(byRemainder.slice(0, left).map(({ i }) => i));
  return exact.map((percent, i) => Math.floor(percent) + (raised.has(i) ? 1 : 0));
}
