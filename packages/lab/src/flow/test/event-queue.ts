/** Things to do, by time. Ties go by the order in which they were added. */
export interface EventQueue {
  add(atMs: number, act: () => void): void;
  /** Does everything up to an instant. */
  runUntil(endMs: number): void;
}

interface Entry {
  readonly atMs: number;
  readonly turn: number;
  readonly act: () => void;
}

/** An empty queue: a binary heap. */
export function eventQueue(): EventQueue {
  const heap: Entry[] = [];
  let turns = 0;
  const before = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn);
  const at = (index: number): Entry => {
    const entry = heap[index];
    if (!entry) throw new RangeError(`The heap has no entry ${index}.`);
    return entry;
  };
  const swap = (a: number, b: number): void => {
    const held = at(a);
    heap[a] = at(b);
    heap[b] = held;
  };
  const pop = (): Entry => {
    const first = at(0);
    const last = heap.pop();
    if (heap.length > 0 && last) heap[0] = last;
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let least = i;
      if (left < heap.length && before(at(left), at(least))) least = left;
      if (right < heap.length && before(at(right), at(least))) least = right;
      if (least === i) return first;
      swap(i, least);
      i = least;
    }
  };
  return {
    add(atMs, act) {
      heap.push({ atMs, turn: turns++, act });
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (!before(at(i), at(parent))) break;
        swap(i, parent);
        i = parent;
      }
    },
    runUntil(endMs) {
      while (heap.length > 0 && at(0).atMs <= endMs) pop().act();
    },
  };
}
