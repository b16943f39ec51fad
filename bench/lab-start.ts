import { startLab } from '@vigla/lab/lab';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What it takes to have a mesh: time until all three protocols answer, and the memory of a process that does nothing else. */
export interface LabStart {
  readonly milliseconds: number;
  readonly bytes: number;
}

/** Starts a lab in a process of its own, so that nothing else is measured, and ends it. Fails: when it does not start. */
export function labStart(scenario: string): LabStart {
  const call = `import { ${startHere.name} } from ${JSON.stringify(import.meta.filename)}; console.log(JSON.stringify(await ${startHere.name}(${JSON.stringify(scenario)})));`;
  const written: unknown = JSON.parse(
    execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', call], { encoding: 'utf8', timeout: 300_000 }),
  );
  if (typeof written !== 'object' || written === null || !('milliseconds' in written) || !('bytes' in written))
    throw new Error(`The lab ${scenario} did not say what it took.`);
  return { milliseconds: Number(written.milliseconds), bytes: Number(written.bytes) };
}

/** The same in this process. */
export async function startHere(scenario: string): Promise<LabStart> {
  const folder = mkdtempSync(join(tmpdir(), 'vigla-bench-'));
  try {
    const begun = performance.now();
    const lab = await startLab({ scenario, folder });
    const taken = { milliseconds: performance.now() - begun, bytes: process.memoryUsage.rss() };
    await lab.close();
    return taken;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
