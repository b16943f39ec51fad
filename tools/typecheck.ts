import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { binary, root, run } from './process.ts';

/** `pnpm typecheck`: every package's sources under its own walls, then all tests together. */
const folders = ['packages', 'apps'].flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}/tsconfig.json`));
const projects = [...folders, 'e2e/console-host/tsconfig.json', 'tsconfig.tests.json'].filter((path) => existsSync(join(root, path)));

let failed = 0;
for (const project of projects) {
  const { code, output } = await run(binary('tsc'), ['-p', project]);
  if (code === 0) continue;
  failed += 1;
  console.error(`${project}\n${output.trim()}\n`);
}
console.log(failed === 0 ? `${projects.length} projects type-check.` : `${failed} of ${projects.length} projects do not type-check.`);
process.exit(failed === 0 ? 0 : 1);
