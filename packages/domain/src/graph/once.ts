/**
 * Remembers what was made of each thing, for as long as the thing is there. Only for pure functions of things that never change:
 * what comes out is what would have been made anew.
 */
export function once<Thing extends object, Made extends object>(make: (thing: Thing) => Made): (thing: Thing) => Made {
  return remembering(new WeakMap<Thing, Made>(), make);
}

/** As `once`, for as long as the function is there: cheaper, for many things that go with it. */
export function kept<Thing extends object, Made extends object>(make: (thing: Thing) => Made): (thing: Thing) => Made {
  return remembering(new Map<Thing, Made>(), make);
}

function remembering<Thing extends object, Made extends object>(
  made: Pick<Map<Thing, Made>, 'get'> & { set(thing: Thing, made: Made): unknown },
  make: (thing: Thing) => Made,
): (thing: Thing) => Made {
  return (thing) => {
    const ready = made.get(thing);
    if (ready) return ready;
    const fresh = make(thing);
    made.set(thing, fresh);
    return fresh;
  };
}

/** At least one. */
export type Some<T> = readonly [T, ...T[]];

/** Something that is added up again and again, and remembers the sums that began with it. */
export interface Addend<T> {
  readonly sums: { readonly all: Some<T>; readonly sum: T }[];
}

/** So many are remembered: what goes in, what goes out, and the same under a few groupings. */
const mostSums = 8;

/**
 * Adds lists up, each once: the pictures of a reading mostly add up the same, whoever looks and however they group. Only for pure
 * sums of things that never change; the sum of one is that one.
 */
export function onceAdded<T extends Addend<T>>(add: (all: Some<T>) => T): (all: Some<T>) => T {
  return (all) => {
    const [first, second] = all;
    if (!second) return first;
    const { sums } = first;
    const ready = sums.find((one) => one.all.length === all.length && one.all.every((thing, i) => thing === all[i]));
    if (ready) return ready.sum;
    const sum = add(all);
    if (sums.length === mostSums) sums.shift();
    sums.push({ all, sum });
    return sum;
  };
}
