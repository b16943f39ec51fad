import { ratedMetrics } from './graph-queries.ts';
import { ownMarker, type Recorded, recordedMarker, recordedName, recordedVersion } from './recorded.ts';

/** One rule of Prometheus. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Rules that keep what a reading of the mesh asks, without the labels of single pods and with every label that a graph tells
 * apart. All in one group, so that they are evaluated at the same instants as their marker.
 */
export const recordingRules = ({ intervalSeconds, rangeSeconds }: Omit<Recorded, 'since'>): readonly RecordingRule[] => [
  {
    record: recordedMarker,
    expr: `max(${ownMarker}) or vector(time())`,
    labels: { version: recordedVersion, interval_seconds: String(intervalSeconds), range_seconds: String(rangeSeconds) },
  },
  ...ratedMetrics.map(({ metric, labels }) => ({
    record: recordedName(metric),
    expr: `sum by (${labels.join(', ')}) (rate(${metric}[${rangeSeconds}s]))`,
  })),
];
