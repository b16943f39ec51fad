/** What the lists hold, each once. Order: sorted. */
export function distinct(lists: readonly (readonly string[])[]): string[] {
  const [first] = lists.find(({ length }) => length > 0) ?? [];
  if (first === undefined) return [];
  if (lists.every((list) => list.every((one) => one === first))) return [first];
  return [...new Set(lists.flat())].sort();
}
