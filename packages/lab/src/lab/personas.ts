import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Persona } from '../kubernetes/index.ts';
import { people } from '../scenarios/index.ts';

/** The people of the lab, each with a token that nobody has had before. */
export const createPersonas = (): readonly Persona[] =>
  people.map((person) => ({ ...person, token: randomBytes(32).toString('base64url') }));

/** Writes a kubeconfig per person into a folder, readable by its owner alone. The first person is the admin. */
export async function writeKubeconfigs(folder: string, personas: readonly Persona[], kubeconfig: (persona: Persona) => string) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = personas.map((persona) => ({ persona, path: join(folder, `kubeconfig-${persona.id}.yaml`) }));
  const remove = async (): Promise<void> => {
    await Promise.all(files.map(({ path }) => rm(path, { force: true })));
  };
  for (const { persona, path } of files) {
    // A file that is already there keeps its mode, so it is narrowed before the token goes in.
    await writeFile(path, '', { mode: 0o600 });
    await chmod(path, 0o600);
    await writeFile(path, kubeconfig(persona));
  }
  return { adminPath: files[0]?.path ?? '', remove };
}
