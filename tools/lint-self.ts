import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, root, run } from './process.ts';

/**
 * `pnpm lint:self`: breaks every wall on purpose and checks that the wall reports it, so that the law itself cannot rot.
 * Each file of tools/violations says in its first lines where it goes, who must report it, and by which words.
 */
interface Violation {
  readonly name: string;
  readonly place: string;
  readonly by: string;
  readonly says: string;
  readonly text: string;
}

const folder = join(root, 'tools', 'violations');
const violations = readdirSync(folder).sort().map(readViolation);
const places = violations.map(({ place }) => join(root, place));
const occupied = places.find((place) => existsSync(place));
if (occupied) throw new Error(`${occupied} is in the way of a deliberate violation.`);

const clean = (): void => places.forEach((place) => rmSync(place, { force: true }));
process.once('exit', clean);
violations.forEach(({ place, text }) => writeFileSync(join(root, place), text));

const reports: Record<string, string> = {
  law: (await run(binary('depcruise'), ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'packages', 'apps'])).output,
  lint: (await run(binary('oxlint'), ['--deny-warnings', '--format', 'unix', 'packages', 'apps'])).output,
  types: (await typeReports()).join('\n'),
  unused: (await run(binary('knip'), ['--no-progress'])).output,
};
clean();

// A violation in two files is reported for one of them; the other names it as its reporter.
const told = violations.filter(({ by }) => by in reports);
const unseen = told.filter(
  ({ place, by, says }) => !(reports[by] ?? '').split('\n').some((line) => line.includes(place) && line.includes(says)),
);
for (const { name, place, by, says } of unseen) console.error(`${name}: ${by} did not report "${says}" for ${place}`);
console.log(
  unseen.length === 0
    ? `${told.length} deliberate violations, each reported.`
    : `${unseen.length} of ${told.length} deliberate violations went unnoticed.`,
);
process.exitCode = unseen.length === 0 ? 0 : 1;

function readViolation(file: string): Violation {
  const text = readFileSync(join(folder, file), 'utf8');
  const field = (key: string): string => {
    const value = new RegExp(`^// ${key}: (.+)$`, 'm').exec(text)?.[1];
    if (!value) throw new Error(`tools/violations/${file} lacks a line "// ${key}: …".`);
    return value;
  };
  return { name: file, place: field('place'), by: field('by'), says: field('says'), text };
}

/** Type errors name files relative to the project they belong to when run from the root. */
async function typeReports(): Promise<readonly string[]> {
  const projects = [...new Set(violations.filter(({ by }) => by === 'types').map(({ place }) => place.split('/').slice(0, 2).join('/')))];
  return Promise.all(projects.map(async (project) => (await run(binary('tsc'), ['-p', `${project}/tsconfig.json`])).output));
}
