/**
 * Long work that is done bit by bit: it pauses at each `yield`, and whoever does it may look after others in between. What it works on
 * must not change meanwhile. Given up halfway, it leaves nothing behind.
 */
export type InSteps<T> = Generator<undefined, T, undefined>;

/** All of it without a pause. */
export function atOnce<T>(work: InSteps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Does something with each of many, and pauses after every so many. */
export function* eachInSteps<T>(all: Iterable<T>, every: number, each: (one: T) => void): InSteps<void> {
  let left = every;
  for (const one of all) {
    each(one);
    if (--left > 0) continue;
    left = every;
    yield;
  }
}
