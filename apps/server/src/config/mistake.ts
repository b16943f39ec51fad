/** Something wrong with the settings: where it was found and what is wrong, in words that say how to right it. */
export interface Mistake {
  readonly where: string;
  readonly what: string;
}

/** A value as it was found, before anybody looked at it. */
export interface Found {
  readonly where: string;
  readonly value: unknown;
}

/** What one place (arguments, environment, file) has to say. */
export interface Finds<Name extends string> {
  readonly found: ReadonlyMap<Name, Found>;
  readonly mistakes: readonly Mistake[];
}

/** " Did you mean X?" when one of the known words is close to what was written, else nothing. */
export function didYouMean(written: string, known: readonly string[]): string {
  const near = known
    .map((word) => ({ word, distance: distance(written.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(2, written.length / 4) ? ` Did you mean ${near.word}?` : '';
}

/** How many letters must be put in, left out or changed to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
