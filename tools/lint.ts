import { binary, run } from './process.ts';

/** `pnpm lint`: style and mistakes, the import law, unused code, format. All are run, all failures are shown. */
const checks: readonly (readonly [name: string, file: string, ...args: string[]])[] = [
  ['mistakes', binary('oxlint'), '--deny-warnings', '.'],
  ['import law', binary('depcruise'), '--config', '.dependency-cruiser.cjs', 'packages', 'apps'],
  ['unused code', binary('knip'), '--no-progress'],
  ['format', binary('biome'), 'format', '.'],
];

let failed = 0;
for (const [name, file, ...args] of checks) {
  const { code, output } = await run(file, args);
  if (code === 0) {
    console.log(`${name}: clean`);
    continue;
  }
  failed += 1;
  console.error(`${name}: not clean\n${output.trim()}\n`);
}
process.exit(failed === 0 ? 0 : 1);
