import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './process.ts';

/** The table of features is a promise: what it names as proof must be there. */
const page = readFileSync(join(root, 'docs/features.md'), 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const [, id = '', what = '', state = '', proof = ''] = line.split('|').map((cell) => cell.trim());
  return /^[A-Z]+-\d\d$/.test(id) ? [{ id, what, state, proof }] : [];
});
const proofs = [...page.matchAll(/`([^`]+\.(?:test|spec)\.tsx?)`(?: "([^"]+)")?/g)].map(([, file = '', name]) => ({ file, name }));

/** Whether a file has a test, or a case of one, by this name. Quotes within a name may be written as the language wants. */
function proves({ file, name }: (typeof proofs)[number]): boolean {
  const path = join(root, file);
  if (!existsSync(path)) return false;
  if (name === undefined) return true;
  const text = readFileSync(path, 'utf8');
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${name.replaceAll("'", "\\'")}`) || text.includes(`${quote}${name}`));
}

/** Ids of a chapter, less those that are nice to have. */
const numbered = (chapter: string, last: number, lesser: readonly number[]): readonly string[] =>
  Array.from({ length: last }, (_, i) => i + 1)
    .filter((number) => !lesser.includes(number))
    .map((number) => `${chapter}-${String(number).padStart(2, '0')}`);

describe('docs/features.md', () => {
  it('names only tests that there are', () => {
    expect(proofs.length).toBeGreaterThan(100);
    expect(proofs.filter((proof) => !proves(proof))).toEqual([]);
  });

  it('has a proof for whatever is done, and for what is partly done unless it says that there is none', () => {
    expect(rows.filter(({ state, proof }) => state === 'done' && proof === '')).toEqual([]);
    const unproved = rows.filter(({ state, proof }) => state === 'partly' && proof === '');
    expect(unproved.filter(({ what }) => !what.includes('no test looks at it yet'))).toEqual([]);
  });

  it('has for every row of graph and health that matters a proof whose name tells its id', () => {
    const ids = [...numbered('GRF', 60, [16, 17, 33, 44, 53, 55, 56, 57]), ...numbered('HLT', 8, [5])];
    const unnamed = ids.filter((id) => !rows.some((row) => row.id === id && row.proof.includes(`"${id}: `)));
    expect(unnamed).toEqual([]);
  });

  it('says of each feature once how far it is', () => {
    expect(rows.length).toBeGreaterThan(90);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(
      rows.filter(({ state, proof }) => !['done', 'partly', 'not yet'].includes(state) || (state === 'not yet' && proof !== '')),
    ).toEqual([]);
  });
});
