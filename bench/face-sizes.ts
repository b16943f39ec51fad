import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes, gzip level 9, of what a face loads. */
export interface FaceSize {
  readonly script: number;
  readonly style: number;
}

const apps = join(import.meta.dirname, '..', 'apps');

/** Where a face is built, or null where it is not. */
export function builtFace(name: 'dashboard' | 'wall' | 'console-plugin'): string | null {
  const dist = join(apps, name, 'dist');
  return existsSync(join(dist, name === 'console-plugin' ? 'plugin-manifest.json' : 'index.html')) ? dist : null;
}

/** What the page names in its head, with everything those scripts import: nothing is shown before it is there. */
export function initialSize(dist: string): FaceSize {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="(?<path>[^"]+\.(?:js|css))"/g)].map(({ groups }) => groups?.['path'] ?? '');
  if (named.length === 0) throw new Error(`${dist}/index.html names no scripts, so the build has changed its shape.`);
  const files = named.map((path) => join(dist, path.replace(/^.*?(?=assets\/|[^/]+$)/, '')));
  return sizeOf(withImports(files));
}

/** Everything that was built: what can be loaded at most. */
export const wholeSize = (dist: string): FaceSize =>
  sizeOf(readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((name) => join(dist, name)));

/** What every page of the OpenShift console loads as soon as the plugin is there. */
export function pluginEntrySize(dist: string): FaceSize {
  const manifest: unknown = JSON.parse(readFileSync(join(dist, 'plugin-manifest.json'), 'utf8'));
  const scripts = typeof manifest === 'object' && manifest !== null && 'loadScripts' in manifest ? manifest.loadScripts : null;
  if (!Array.isArray(scripts) || scripts.length === 0) throw new Error('plugin-manifest.json names no scripts to load.');
  return sizeOf(scripts.map((name) => join(dist, String(name))));
}

/** Static imports between chunks: the browser fetches them whether or not the page names them. */
function withImports(files: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    if (!file.endsWith('.js')) continue;
    const text = readFileSync(file, 'utf8');
    for (const { groups } of text.matchAll(/(?:\bfrom|\bimport)\s*["'](?<path>\.\/[^"']+\.js)["']/g))
      waiting.push(join(file, '..', groups?.['path'] ?? ''));
  }
  return [...found];
}

function sizeOf(files: readonly string[]): FaceSize {
  const sum = (ending: string): number =>
    files.filter((file) => file.endsWith(ending)).reduce((bytes, file) => bytes + gzipSync(readFileSync(file), { level: 9 }).length, 0);
  return { script: sum('.js'), style: sum('.css') };
}
