import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle } from '../apps/server/build.ts';

/** Before the first journey the server is built as it is shipped: so it starts in half the time that its sources take, and there are many starts. */
export default async function buildServer(): Promise<void> {
  if (process.env['VIGLA_PROGRAM'] !== undefined) return;
  const folder = join(dirname(import.meta.dirname), 'apps/server/dist');
  rmSync(folder, { recursive: true, force: true });
  await bundle(folder);
  process.env['VIGLA_PROGRAM'] = join(folder, 'vigla.mjs');
}
