import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-prometheus.ts';

const run = promisify(execFile);

/** Writes OpenMetrics text with timestamps into a storage folder that a real Prometheus can then be started on. */
export async function backfill(openMetrics: string, folder: string): Promise<void> {
  const promtool = findProgram('promtool');
  if (!promtool) throw new Error('promtool is not installed: install the package "prometheus".');
  const work = await mkdtemp(join(tmpdir(), 'vigla-backfill-'));
  try {
    const file = join(work, 'samples.txt');
    await writeFile(file, openMetrics);
    await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', file, folder], { maxBuffer: 10_000_000 });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
