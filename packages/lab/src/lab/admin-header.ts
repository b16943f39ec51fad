import { randomBytes } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The key to the lab's direction, in a file that curl reads as a header: `curl -H @FILE`. Readable by its owner alone. */
export async function writeAdminHeader(folder: string) {
  const key = randomBytes(32).toString('base64url');
  const path = join(folder, 'admin-header');
  await writeFile(path, '', { mode: 0o600 });
  await chmod(path, 0o600);
  await writeFile(path, `Authorization: Bearer ${key}\n`);
  return { key, path, remove: () => rm(path, { force: true }) };
}
