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

/** A step on the way to balance: what went in, and what came out of it. */
export interface Step {
  readonly from: Strain;
  readonly to: Strain;
}

/**
 * Where to go next. As long as it goes well, where the last step led; `careful`: where the last two steps together point,
 * which stops what swings and hurries what creeps. Rounded to 2^-20, so that results do not hang on the last bit.
 * Source: Anderson's acceleration of fixed points, of depth one.
 */
export function nextStrain(last: Step, before: Step | null, careful: boolean): Strain {
  const back = careful && before ? weightOf(last, before) : 0;
  const next = new Map<string, number>();
  for (const [name, to] of last.to) {
    const value = to - back * (to - (before?.to.get(name) ?? to));
    const least = name.startsWith('lean ') ? -1 : 0;
    const most = /^(refused|waiting|limited|unrepeated) /.test(name) ? 1 : Infinity;
    next.set(name, Math.round(Math.min(most, Math.max(least, value)) * 1_048_576) / 1_048_576);
  }
  return next;
}

/** How much of the step before is taken back; below 0 it is taken further. */
function weightOf(last: Step, before: Step): number {
  let [along, length] = [0, 0];
  for (const name of last.to.keys()) {
    const moved = (last.to.get(name) ?? 0) - (last.from.get(name) ?? 0);
    const turned = moved - ((before.to.get(name) ?? 0) - (before.from.get(name) ?? 0));
    along += moved * turned;
    length += turned * turned;
  }
  return length > 0 ? Math.min(1, Math.max(-12, along / length)) : 0;
}
