import { buildStale, consoleHost, faces } from './builds.ts';

/** `pnpm build`: the pages, the console plugin, and the test host with `--with-console-host`. */
const wanted = process.argv.includes('--with-console-host') ? [...faces, consoleHost] : faces;
await buildStale(wanted, (text) => process.stderr.write(`  ${text}\n`)).catch((error: unknown) => {
  process.stderr.write(`\n  ${error instanceof Error ? error.message : String(error)}\n\n`);
  process.exit(1);
});
