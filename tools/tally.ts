import { existsSync, readFileSync } from 'node:fs';

/** How a part of the test run went. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
  readonly skips: readonly string[];
}

const none: Tally = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };

/** One check that either holds or does not. */
export const single = (name: string, ok: boolean): Tally => (ok ? { ...none, passed: 1 } : { ...none, failed: 1, failures: [name] });

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: a.skipped + b.skipped,
      failures: [...a.failures, ...b.failures],
      skips: [...a.skips, ...b.skips],
    }),
    none,
  );

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Reads Vitest's JSON report. A run that left no report, or a file that failed to load, counts as failed. */
export function vitestTally(name: string, file: string, code: number): Tally {
  if (!existsSync(file)) return single(`${name}: no report was written`, false);
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  const all = report.testResults.flatMap((suite) => suite.assertionResults);
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed'),
  );
  const failed = all.filter(({ status }) => status === 'failed');
  const skipped = all.filter(({ status }) => status !== 'failed' && status !== 'passed');
  const counted = {
    passed: all.filter(({ status }) => status === 'passed').length,
    failed: failed.length + broken.length,
    skipped: skipped.length,
    failures: [...failed.map(({ fullName }) => fullName), ...broken.map((suite) => `${suite.name} could not be run`)],
    skips: skipped.map(({ fullName }) => fullName),
  };
  return code !== 0 && counted.failed === 0 ? sum([counted, single(`${name}: the run ended with code ${code}`, false)]) : counted;
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly skipped: number; readonly flaky: number };
}

/** Reads Playwright's JSON report. A flaky test counts as failed. */
export function playwrightTally(file: string, code: number): Tally {
  if (!existsSync(file)) return single('journeys: no report was written', false);
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
  const failed = stats.unexpected + stats.flaky;
  const counted = {
    ...none,
    passed: stats.expected,
    failed,
    skipped: stats.skipped,
    failures: failed > 0 ? [`${failed} journeys, see above`] : [],
  };
  return code !== 0 && failed === 0 ? sum([counted, single(`journeys: the run ended with code ${code}`, false)]) : counted;
}
