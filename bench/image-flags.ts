import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** With what flags the image starts Node: what is measured is what runs. Fails: where the Containerfile says it otherwise. */
export function imageFlags(): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '../Containerfile'), 'utf8');
  const words = /^ENTRYPOINT \["node", (?<flags>.*)"[^"]+"\]$/m.exec(text)?.groups?.['flags'];
  if (words === undefined) throw new Error('The Containerfile starts something else than Node.');
  return [...words.matchAll(/"([^"]+)"/g)].flatMap(([, flag]) => flag ?? []);
}
