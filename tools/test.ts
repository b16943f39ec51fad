import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildStale, consoleHost, faces } from './builds.ts';
import { provideComponents } from './components.ts';
import { binary, root, run } from './process.ts';
import { playwrightTally, single, sum, type Tally, vitestTally } from './tally.ts';

/**
 * `npm test`: everything that must hold, one part after the other, with one closing line. All parts are run even when an
 * early one fails, so that one run names every failure. Where CI=true a missing real component is a failure.
 */
const ci = process.env['CI'] === 'true';
const reports = mkdtempSync(join(tmpdir(), 'vigla-test-'));
const tallies: Tally[] = [];
if (!process.stdout.isTTY) process.env['NO_COLOR'] = '1';
const say = (text: string): void => console.log(`  ${text}`);

const missing = await provideComponents(say);
const lacks = (name: string): boolean => missing.some((component) => component.name === name);

await part('builds', () => buildStale([...faces, consoleHost], say).then(() => single('builds', true)));
await part('types', () => script('types', 'typecheck.ts'));
await part('style, import law, unused code, format', () => script('lint', 'lint.ts'));
await part('deliberate violations', () => script('deliberate violations', 'lint-self.ts'));
await part('unit tests', () => vitest('unit', 'unit*'));
await part('integration tests', () => vitest('integration'));
if (lacks('Chromium'))
  tallies.push({
    passed: 0,
    failed: ci ? 1 : 0,
    skipped: ci ? 0 : 1,
    failures: ci ? ['journeys: no Chromium'] : [],
    skips: ['journeys: no Chromium'],
  });
else await part('journeys', journeys);

close();

async function part(name: string, job: () => Promise<Tally>): Promise<void> {
  console.log(`\n── ${name}`);
  const begun = performance.now();
  const tally = await job().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return single(name, false);
  });
  say(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped in ${Math.round((performance.now() - begun) / 1000)} s`);
  tallies.push(tally);
}

async function script(name: string, file: string): Promise<Tally> {
  const { code } = await run(process.execPath, [join(root, 'tools', file)], { show: true });
  return single(name, code === 0);
}

/** `projects`: of vitest.config.ts, as a pattern. */
async function vitest(name: string, projects = name): Promise<Tally> {
  const report = join(reports, `${name}.json`);
  const { code } = await run(
    binary('vitest'),
    ['run', '--project', projects, '--silent=passed-only', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    { show: true },
  );
  return vitestTally(name, report, code);
}

async function journeys(): Promise<Tally> {
  const report = join(reports, 'journeys.json');
  const { code } = await run(binary('playwright'), ['test', '--config', 'e2e/playwright.config.ts'], {
    show: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  return playwrightTally(report, code);
}

function close(): void {
  rmSync(reports, { recursive: true, force: true });
  const { passed, failed, skipped, failures, skips } = sum(tallies);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ✗ ${name}`).join('\n')}`);
  if (skips.length > 0) console.log(`\nSKIPPED, so not proven on this machine:\n${skips.map((name) => `  ! ${name}`).join('\n')}`);
  for (const { why, remedy } of missing) console.log(`\n  !! ${why}. To run what was skipped:\n     ${remedy}`);
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 || (ci && missing.length > 0) ? 1 : 0;
}
