import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const sources = ['packages/*/src/**', 'apps/*/src/**', 'tools/**', 'bench/**'];
const units = sources.map((path) => `${path}/*.test.{ts,tsx}`);
const elsewhere = ['**/node_modules/**', '**/*.integration.test.ts'];

/** Tests that need a page, or put something in the place of a module. */
const apart = globSync(units, { exclude: ['**/node_modules/**'] }).filter((file) =>
  /^\/\/ @vitest-environment jsdom|\bvi\.mock\(/.test(readFileSync(file, 'utf8')),
);

/**
 * Three projects: `unit` and `unit-apart` need nothing but Node; `integration` needs the real Prometheus and kubectl.
 *
 * Files of `unit` share what they load: loading it anew for each of hundreds of files took longer than the tests in them. What
 * draws a page or replaces a module leaves traces, so each file of `unit-apart` has a process of its own.
 */
export default defineConfig({
  test: {
    // One for each core: left to itself, Vitest spares one for the process that hands out the files, which has little to do.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', include: units, exclude: [...elsewhere, ...apart], testTimeout: 30_000, isolate: false } },
      { test: { name: 'unit-apart', include: apart, exclude: elsewhere, testTimeout: 30_000 } },
      {
        test: {
          name: 'integration',
          include: sources.map((path) => `${path}/*.integration.test.ts`),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
