import type { Change } from '@vigla/contract/changes';

/** The part of time a rail shows. Units: epoch seconds. */
export interface RailSpan {
  readonly from: number;
  readonly to: number;
}

/** Where an instant stands on the rail. Units: ratio 0..1; beyond the ends it stands at the end. */
export const shareOf = (at: number, { from, to }: RailSpan): number =>
  to <= from ? 1 : Math.min(1, Math.max(0, (at - from) / (to - from)));

/** The instant at a place of the rail, on a step of the measurement. */
export function instantAt(share: number, { from, to }: RailSpan, stepSeconds: number): number {
  const exact = from + Math.min(1, Math.max(0, share)) * (to - from);
  return Math.min(to, Math.round(exact / stepSeconds) * stepSeconds);
}

/**
 * A lane as areas of SVG path data in a field of 1000 by `height`, each lane on its own scale. A gap in the measurement
 * is a gap in the picture: it ends one area and begins another.
 */
export function laneAreas(values: readonly (number | null)[], height: number): readonly string[] {
  const top = Math.max(...values.map((value) => value ?? 0), 0) * 1.15 || 1;
  const x = (index: number): number => (values.length < 2 ? 0 : round((index / (values.length - 1)) * 1000));
  const y = (value: number): number => round(height - (value / top) * height);
  const areas: string[] = [];
  let open: string[] = [];
  let start = 0;
  const close = (end: number): void => {
    if (open.length > 0) areas.push(`M${x(start)} ${height} ${open.join(' ')} L${x(end)} ${height} Z`);
    open = [];
  };
  values.forEach((value, index) => {
    if (value === null) {
      close(index - 1);
      return;
    }
    if (open.length === 0) start = index;
    open.push(`L${x(index)} ${y(value)}`);
  });
  close(values.length - 1);
  return areas;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** The last value that was measured; null when none was. */
export const lastMeasured = (values: readonly (number | null)[]): number | null => values.findLast((value) => value !== null) ?? null;

/** What was measured at an instant, to the nearest step; null when nothing was, or it lies beyond the ends. Units: epoch seconds. */
export function measuredAt(
  at: number,
  values: readonly (number | null)[],
  { from, stepSeconds }: { readonly from: number; readonly stepSeconds: number },
): number | null {
  return values[Math.round((at - from) / stepSeconds)] ?? null;
}

/** Changes that stand so close together that they share a flag. */
export interface ChangeCluster {
  /** Units: ratio 0..1. */
  readonly share: number;
  readonly changes: readonly Change[];
}

const tooClose = 0.012;

/**
 * One flag per moment: changes that would cover each other share one. What was changed after the last measurement stands
 * at the end, where whoever just changed it looks for it. Order: oldest first.
 */
export function clusterChanges(changes: readonly Change[], span: RailSpan): readonly ChangeCluster[] {
  const clusters: { share: number; changes: Change[] }[] = [];
  for (const change of [...changes].sort((a, b) => a.at - b.at)) {
    if (change.at < span.from) continue;
    const share = shareOf(change.at, span);
    const last = clusters.at(-1);
    if (last && share - last.share < tooClose) last.changes.push(change);
    else clusters.push({ share, changes: [change] });
  }
  return clusters;
}
