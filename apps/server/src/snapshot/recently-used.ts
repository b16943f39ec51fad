/** A few things, of which those that nobody used for longest make room for new ones. */
export interface RecentlyUsed<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  /** Drops those that are of no use any more. */
  forget(isOver: (value: T) => boolean): void;
  /** All of them, the one that was used last first. */
  values(): readonly T[];
}

/** What things weigh, and how much all of them may weigh together. The newest one stays, however heavy. */
interface Weight<T> {
  readonly most: number;
  readonly of: (value: T) => number;
}

export function createRecentlyUsed<T>(most: number, weight: Weight<T> = { most: Number.POSITIVE_INFINITY, of: () => 0 }): RecentlyUsed<T> {
  const kept = new Map<string, T>();
  let weighs = 0;
  const drop = (key: string): void => {
    const value = kept.get(key);
    if (value !== undefined) weighs -= weight.of(value);
    kept.delete(key);
  };
  return {
    get(key) {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    forget(isOver) {
      for (const [key, value] of kept) if (isOver(value)) drop(key);
    },
    values: () => [...kept.values()].toReversed(),
    set(key, value) {
      drop(key);
      kept.set(key, value);
      weighs += weight.of(value);
      for (const oldest of kept.keys()) {
        if (oldest === key || (kept.size <= most && weighs <= weight.most)) break;
        drop(oldest);
      }
    },
  };
}
