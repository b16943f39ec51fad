import { defineConfig } from 'vitest/config';

const sources = ['packages/*/src/**', 'apps/*/src/**', 'tools/**', 'bench/**'];

/** Two projects: `unit` needs nothing but Node; `integration` needs the real Prometheus and kubectl. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: sources.map((path) => `${path}/*.test.{ts,tsx}`),
          exclude: ['**/node_modules/**', '**/*.integration.test.ts'],
          testTimeout: 30_000,
        },
      },
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
