import type { Recording } from '../../series/index.ts';
import { exposition, type WrittenFamily } from './exposition.ts';

/** Writes recorded samples as OpenMetrics with timestamps, which `promtool tsdb create-blocks-from openmetrics` reads. */
export function writeRecordings(recordings: readonly Recording[]): string {
  const families = Map.groupBy(recordings, ({ labels }) => labels['__name__'] ?? '');
  const written = Array.from(
    families,
    ([name, members]): WrittenFamily => ({
      name,
      type: name.endsWith('_total') ? 'counter' : 'gauge',
      help: `recorded ${name}`,
      lines: members.flatMap(({ labels, samples }) => samples.map(({ t, v }) => ({ name, labels, value: v, atMs: t }))),
    }),
  );
  return exposition(written, 'openmetrics');
}
