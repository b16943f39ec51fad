import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, root, run } from './process.ts';

/** Something that must be built before it can be served. `sources`: the folders whose content decides whether it is fresh. */
export interface Build {
  readonly name: string;
  readonly folder: string;
  readonly command: readonly [file: string, ...args: string[]];
  readonly sources: readonly string[];
}

const views = ['packages/contract', 'packages/domain', 'packages/ui'];
const vite = (folder: string): Build['command'] => [binary('vite', join(root, folder)), 'build', '--logLevel', 'warn'];
const webpack = (folder: string): Build['command'] => [process.execPath, join(root, folder, 'build.ts')];

/** The pages that the server shows by itself. */
export const pages: readonly Build[] = [
  { name: 'dashboard', folder: 'apps/dashboard', command: vite('apps/dashboard'), sources: [...views, 'apps/dashboard'] },
  { name: 'wall', folder: 'apps/wall', command: vite('apps/wall'), sources: [...views, 'apps/wall'] },
];

/** What the OpenShift console loads from the server. It takes longer than both pages, and nobody outside OpenShift needs it. */
const plugin: Build = {
  name: 'console plugin',
  folder: 'apps/console-plugin',
  command: webpack('apps/console-plugin'),
  sources: [...views, 'apps/console-plugin'],
};

export const faces: readonly Build[] = [...pages, plugin];

/** The stand-in for the OpenShift console, needed by tests only. */
export const consoleHost: Build = {
  name: 'console host',
  folder: 'e2e/console-host',
  command: webpack('e2e/console-host'),
  sources: ['e2e/console-host'],
};

/** Builds what changed since its last build. Fails with the builder's own words. */
export async function buildStale(builds: readonly Build[], say: (text: string) => void): Promise<void> {
  for (const build of builds) {
    const marker = join(root, build.folder, 'dist', '.built-from');
    const now = contentHash(build.sources);
    if (existsSync(marker) && readFileSync(marker, 'utf8') === now) continue;
    const begun = performance.now();
    say(`Building the ${build.name} …`);
    const [file, ...args] = build.command;
    const { code, output } = await run(file, args, { cwd: join(root, build.folder), env: { NODE_ENV: 'production' } });
    if (code !== 0) throw new Error(`Building the ${build.name} failed:\n${output.trim()}`);
    mkdirSync(join(root, build.folder, 'dist'), { recursive: true });
    writeFileSync(marker, now);
    say(`Building the ${build.name}: done in ${Math.round((performance.now() - begun) / 1000)} s`);
  }
}

function contentHash(folders: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml')));
  for (const folder of folders) addFolder(hash, join(root, folder));
  return hash.digest('hex');
}

function addFolder(hash: ReturnType<typeof createHash>, folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || /\.test\.tsx?$/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, path);
    else if (entry.isFile()) hash.update(path.slice(root.length)).update(readFileSync(path));
  }
}
