const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const presets = [minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute, hour, 3 * hour, 6 * hour, 12 * hour, day, 7 * day, 30 * day];

/** The shortest and longest window that the server answers. */
const shortestSeconds = 15;
const longestSeconds = 30 * day;

/** The windows to offer: a rate needs two scrapes, and what Prometheus no longer keeps cannot be shown. Null: not known. */
export const presetsFor = (scrapeIntervalSeconds: number | null, retentionSeconds: number | null = null): readonly number[] =>
  presets.filter((seconds) => seconds >= 2 * (scrapeIntervalSeconds ?? 0) && seconds <= (retentionSeconds ?? longestSeconds));

/** A window with a change in its middle; its end is never in the future. Units: epoch seconds. */
export const windowAround = (changeAt: number, windowSeconds: number, now: number): number =>
  Math.min(now, changeAt + Math.floor(windowSeconds / 2));

/** A window between two instants, or why what was typed is none. */
export type FixedWindow =
  | { readonly ok: true; readonly windowSeconds: number; readonly atEpochSeconds: number }
  | { readonly ok: false; readonly problem: 'unreadable' | 'backwards' | 'future' | 'too_short' | 'too_long' | 'too_old' };

/** Reads two `datetime-local` fields in the reader's zone. `retentionSeconds`: how far back there is anything; null where not known. Units: `now` in epoch seconds. */
export function fixedWindow(from: string, to: string, now: number, retentionSeconds: number | null = null): FixedWindow {
  const [start, end] = [from, to].map((text) => Math.floor(new Date(text).getTime() / 1000));
  if (start === undefined || end === undefined || Number.isNaN(start + end)) return { ok: false, problem: 'unreadable' };
  if (end <= start) return { ok: false, problem: 'backwards' };
  if (end > now + minute) return { ok: false, problem: 'future' };
  if (retentionSeconds !== null && end < now - retentionSeconds) return { ok: false, problem: 'too_old' };
  const windowSeconds = end - start;
  if (windowSeconds < shortestSeconds) return { ok: false, problem: 'too_short' };
  if (windowSeconds > longestSeconds) return { ok: false, problem: 'too_long' };
  return { ok: true, windowSeconds, atEpochSeconds: end };
}

/** An instant as a `datetime-local` field wants it, in the reader's zone. Units: epoch seconds. */
export function localInput(instant: number): string {
  const date = new Date(instant * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** Reads a `datetime-local` field in the reader's zone. Units: epoch seconds; null where it is no instant. */
export function readInstant(text: string): number | null {
  const instant = Math.floor(new Date(text).getTime() / 1000);
  return Number.isNaN(instant) || instant < 0 ? null : instant;
}
