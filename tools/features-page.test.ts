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

  it('says of each feature once how far it is', () => {
    expect(rows.length).toBeGreaterThan(90);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(
      rows.filter(({ state, proof }) => !['done', 'partly', 'not yet'].includes(state) || (state === 'not yet' && proof !== '')),
    ).toEqual([]);
  });
});
