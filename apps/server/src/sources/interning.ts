/** Hands out one text for all that are equal: of names that occur a thousand times, one stays in memory. Lives as long as what is being read. */
export function createInterning(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    known.set(text, text);
    return text;
  };
}
