/** When failures began. `beforeShare`: how many failed before, of those that fail now; `at` null: they fail for longer than was looked at. */
export interface Onset {
  readonly at: number | null;
  readonly beforeShare: number;
  readonly stepSeconds: number;
}

interface Course {
  readonly from: number;
  readonly stepSeconds: number;
  /** Failing requests per second; null: nothing failed, or nothing was measured. */
  readonly failing: readonly (number | null)[];
}

/** Below this part of what fails now it had not begun yet. */
const little = 0.25;

/** The last time that failures rose to what they are now. Null where nothing fails at the end. */
export function onsetOf({ from, stepSeconds, failing }: Course): Onset | null {
  const values = failing.map((value) => value ?? 0);
  const recent = values.slice(-5).filter((value) => value > 0);
  if (recent.length === 0) return null;
  const now = recent.reduce((sum, value) => sum + value, 0) / recent.length;
  const last = lastIndex(values, (value) => value < little * now);
  // The very end may be a scrape that is still missing.
  const calm = last >= values.length - 2 ? lastIndex(values.slice(0, -2), (value) => value < little * now) : last;
  if (calm < 0) return { at: null, beforeShare: 1, stepSeconds };
  // A rate over a longer window rises before it is seen to: the last steps of the calm belong to what comes.
  const before = values.slice(Math.max(0, calm - 12), Math.max(1, calm - 2));
  const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
  return { at: from + (calm + 1) * stepSeconds, beforeShare: Math.min(1, mean / now), stepSeconds };
}

function lastIndex(values: readonly number[], is: (value: number) => boolean): number {
  for (let index = values.length - 1; index >= 0; index -= 1) if (is(values[index] ?? 0)) return index;
  return -1;
}

/** The first instant at which anything failed, within a stretch that begins calm. Null: nothing did. */
export function firstFailure({ from, stepSeconds, failing }: Course): number | null {
  const first = failing.findIndex((value) => (value ?? 0) > 0);
  return first < 0 ? null : from + first * stepSeconds;
}
