/** What is wrong with an expression; views put it into words. */
export type FindProblemKind =
  | 'too_long'
  | 'term_expected'
  | 'joint_expected'
  | 'operator_expected'
  | 'value_expected'
  | 'number_expected'
  | 'operand_unknown'
  | 'operator_unfit'
  | 'unit_unknown'
  | 'value_unknown'
  | 'out_of_range'
  | 'quote_open'
  | 'parenthesis_open'
  | 'parenthesis_stray';

/** Where an expression cannot be understood, why, and what would be. Units: `at` and `length` in characters of the text. */
export interface FindProblem {
  readonly kind: FindProblemKind;
  readonly at: number;
  readonly length: number;
  /** What stands there; empty at the end of the text. */
  readonly word: string;
  /** What could stand there instead; empty where that would be too much to list. */
  readonly expected: readonly string[];
  /** The known word that looks most like it. */
  readonly nearest: string | null;
}

/** The known word that begins as this one does, else the nearest one, at most a third of its letters away; null where none is near. Total. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const asked = word.toLowerCase().slice(0, 40);
  if (!/[a-z]{2}/.test(asked)) return null;
  const begun = asked.length >= 3 ? known.find((one) => one.startsWith(asked)) : undefined;
  if (begun !== undefined) return begun;
  const most = Math.max(1, Math.floor(asked.length / 3));
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const one of known) {
    const distance = Math.abs(one.length - asked.length) > most ? most + 1 : distanceOf(asked, one);
    if (distance <= most && distance < (best?.distance ?? most + 1)) best = { word: one, distance };
  }
  return best?.word ?? null;
}

/** How many letters must be put in, left out, changed or swapped with their neighbour (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (older[j - 2] ?? 0) + 1);
      row.push(least);
    }
    older = old;
    old = row;
  }
  return old[b.length] ?? 0;
}
