/**
 * What load does to a mesh, as numbers by name. It moves with load and configuration only, so it holds for a stretch of
 * time. What is not here is not strained. Units: shares 0..1, seconds, and for usage 1 for full.
 */
export type Strain = ReadonlyMap<string, number>;

export const noStrain: Strain = new Map();

/** How far two strains are apart: the largest difference. */
export function apart(one: Strain, other: Strain): number {
  let most = 0;
  for (const [key, value] of one) most = Math.max(most, Math.abs(value - (other.get(key) ?? 0)));
  for (const [key, value] of other) if (!one.has(key)) most = Math.max(most, Math.abs(value));
  return most;
}

/** Whether two strains differ by so much that it would show: 4 of a thousand requests, and by 3 % of what it was. */
export function hasDrifted(one: Strain, other: Strain): boolean {
  const differs = (key: string): boolean => {
    const [a, b] = [one.get(key) ?? 0, other.get(key) ?? 0];
    return Math.abs(a - b) > Math.max(0.004, 0.03 * Math.abs(a));
  };
  return [...one.keys()].some(differs) || [...other.keys()].some(differs);
}

/** A strain between two; `towards` 1 is the second. Rounded to 2^-20, so that results do not hang on the last bit. */
export function between(one: Strain, other: Strain, towards: number): Strain {
  const mixed = new Map<string, number>();
  for (const [key, b] of other) {
    const a = one.get(key) ?? 0;
    mixed.set(key, Math.round((a + (b - a) * towards) * 1_048_576) / 1_048_576);
  }
  return mixed;
}
