/** Hands out one text for all that are equal: of names that occur a thousand times, one stays in memory. Remembers about `most` of them. */
export function createInterning(most = Number.POSITIVE_INFINITY): (text: string) => string {
  let [recent, older] = [new Map<string, string>(), new Map<string, string>()];
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    if (recent.size >= most) [recent, older] = [new Map(), recent];
    const first = older.get(text) ?? text;
    recent.set(first, first);
    return first;
  };
}
