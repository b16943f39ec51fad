import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Start {
  /** For Node. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How the image starts Node: what is measured is what runs. Fails: where the Containerfile says it otherwise. */
export function asImage(): Start {
  const text = readFileSync(join(import.meta.dirname, '../Containerfile'), 'utf8');
  const words = /^ENTRYPOINT \["node", (?<flags>.*)"[^"]+"\]$/m.exec(text)?.groups?.['flags'];
  if (words === undefined) throw new Error('The Containerfile starts something else than Node.');
  const variables = [...text.matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) => line.split(' ').map((one) => one.split('=')));
  return {
    flags: [...words.matchAll(/"([^"]+)"/g)].flatMap(([, flag]) => flag ?? []),
    env: Object.fromEntries(variables),
  };
}
