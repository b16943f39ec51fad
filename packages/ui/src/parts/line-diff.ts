/** One line of a difference. `skipped`: that many lines are the same on both sides and are not shown. */
export type DiffLine =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string; readonly before: number | null; readonly after: number | null }
  | { readonly kind: 'skipped'; readonly count: number };

type Told = Exclude<DiffLine, { kind: 'skipped' }>;

const context = 3;

/** What it takes to get from one text to the other, line by line, with three lines around each difference. */
export const diffLines = (before: string, after: string): readonly DiffLine[] => withContext(allLines(linesOf(before), linesOf(after)));

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

function allLines(before: readonly string[], after: readonly string[]): readonly Told[] {
  const longest = commonLengths(before, after);
  const lines: Told[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) lines.push({ kind: 'same', text: old, before: ++i, after: ++j });
    // Removed before added, as everybody writes differences.
    else if (old !== undefined && (now === undefined || lengthAt(longest, i + 1, j) >= lengthAt(longest, i, j + 1))) {
      lines.push({ kind: 'removed', text: old, before: ++i, after: null });
    } else if (now !== undefined) lines.push({ kind: 'added', text: now, before: null, after: ++j });
  }
  return lines;
}

/** For each pair of ends, how many lines the longest common rest has. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    const row = table[i] ?? new Uint32Array();
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] = before[i] === after[j] ? lengthAt(table, i + 1, j + 1) + 1 : Math.max(lengthAt(table, i + 1, j), row[j + 1] ?? 0);
    }
  }
  return table;
}

const lengthAt = (table: readonly Uint32Array[], i: number, j: number): number => table[i]?.[j] ?? 0;

function withContext(lines: readonly Told[]): readonly DiffLine[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== 'same'));
  const shown: DiffLine[] = [];
  lines.forEach((line, at) => {
    const last = shown.at(-1);
    if (near[at]) shown.push(line);
    else if (last?.kind === 'skipped') shown[shown.length - 1] = { kind: 'skipped', count: last.count + 1 };
    else shown.push({ kind: 'skipped', count: 1 });
  });
  return shown;
}
