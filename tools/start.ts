import { buildStale, pages } from './builds.ts';

/** `npm start`: builds what changed, then becomes the server. Arguments go to the server as they are; `--help` needs no build. */
const args = process.argv.slice(2);
if (!args.some((word) => word === '--help' || word === '--version')) {
  await buildStale(pages, (text) => process.stderr.write(`  ${text}\n`)).catch((error: unknown) => {
    process.stderr.write(`\n  ${error instanceof Error ? error.message : String(error)}\n\n`);
    process.exit(1);
  });
}
await import('../apps/server/src/main.ts');
