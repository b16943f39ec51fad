/** The text that differs least from a wanted one, if it differs by a slip of the pen: at most a fifth of its length, and four letters. */
export function nearestText(wanted: string, texts: readonly string[]): string | null {
  const most = Math.min(4, Math.floor(wanted.length / 5));
  const ranked = texts.map((text) => ({ text, distance: distance(wanted, text, most) })).filter((one) => one.distance <= most);
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.text ?? null;
}

/** Letters to add, drop or replace. Source: Levenshtein. Beyond `most` any larger number is as good. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      line.push(Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same));
    }
    above = line;
  }
  return above[b.length] ?? most + 1;
}
