import { decimalsFor, decimalText, noNumber, roundedTo, thinSpace } from './number-format.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something took, `846 ms`, `1.24 s`, `2 min 10 s`. Units: milliseconds. */
export function durationText(ms: number, language = 'en'): string {
  if (!Number.isFinite(ms)) return noNumber;
  if (ms > 0 && ms < 0.05) return `<${thinSpace}${decimalText(0.1, 1, language)}${thinSpace}ms`;
  if (roundedTo(ms, 0) < 1000) return `${decimalText(ms, ms === 0 || roundedTo(ms, 1) >= 10 ? 0 : 1, language)}${thinSpace}ms`;
  const seconds = ms / 1000;
  if (roundedTo(seconds, 1) < 60) return `${decimalText(seconds, decimalsFor(seconds, 2), language)}${thinSpace}s`;
  return spanText(Math.round(seconds), language);
}

/** A span of time in its two largest units, `5 min`, `1 h 30 min`, `30 d`. Units: seconds. */
export function spanText(seconds: number, language = 'en'): string {
  if (!Number.isFinite(seconds)) return noNumber;
  const whole = Math.round(seconds);
  const parts = (
    [
      ['d', day, hour],
      ['h', hour, minute],
      ['min', minute, 1],
    ] as const
  ).find(([, size]) => whole >= size);
  if (!parts) return amount(whole, 's', language);
  const [unit, size, smaller] = parts;
  const rest = Math.floor((whole % size) / smaller);
  const first = amount(Math.floor(whole / size), unit, language);
  return rest === 0 ? first : `${first} ${amount(rest, smaller === hour ? 'h' : smaller === minute ? 'min' : 's', language)}`;
}

/** How old something is in its one largest unit, `40 s`, `27 min`. Never negative: a clock that is behind makes nothing younger than now. Units: seconds. */
export function ageText(seconds: number, language = 'en'): string {
  if (!Number.isFinite(seconds)) return noNumber;
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < minute) return amount(whole, 's', language);
  if (whole < hour) return amount(Math.floor(whole / minute), 'min', language);
  if (whole < 2 * day) return amount(Math.floor(whole / hour), 'h', language);
  return amount(Math.floor(whole / day), 'd', language);
}

const amount = (value: number, unit: string, language: string): string => `${decimalText(value, 0, language)}${thinSpace}${unit}`;
