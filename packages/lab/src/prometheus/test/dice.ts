/** A small seeded generator: the same queries every time, so that a difference can be looked at. */
export interface Dice {
  /** In [0, 1). */
  readonly roll: () => number;
  /** One of some choices. Fails: when there are none. */
  readonly of: <T>(choices: readonly T[]) => T;
  /** Whether something of this likelihood happens. */
  readonly chance: (likelihood: number) => boolean;
}

/** Dice that fall the same for the same seed. */
export function dice(seed: number): Dice {
  let state = seed;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const of = <T>(choices: readonly T[]): T => {
    const choice = choices[Math.floor(roll() * choices.length)];
    if (choice === undefined) throw new Error('There is nothing to choose from.');
    return choice;
  };
  return { roll, of, chance: (likelihood) => roll() < likelihood };
}
