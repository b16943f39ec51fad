/** By whose calendar an instant is written. */
export interface Calendar {
  /** Units: epoch seconds. Decides what is today and what is this year. */
  readonly now: number;
  readonly language?: string;
  /** IANA name; the machine's own zone when absent. */
  readonly timeZone?: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** When something was: `14:02:11` today, `21 Nov 17:05` this year, else with the year. Units: epoch seconds. */
export function instantText(instant: number, calendar: Calendar): string {
  if (isToday(instant, calendar)) return timeText(instant, calendar);
  return `${dayText(instant, calendar)} ${clockText(instant, calendar)}`;
}

/** The time of day to the second, `14:32:10`. */
export const timeText = (instant: number, calendar: Calendar): string =>
  written(instant, calendar, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of day to the minute, `14:32`. */
export const clockText = (instant: number, calendar: Calendar): string =>
  written(instant, calendar, { hour: '2-digit', minute: '2-digit' });

/** From and to, `14:27–14:32`; with days where they are not both today. */
export function windowText(from: number, to: number, calendar: Calendar): string {
  const days = !isToday(from, calendar) || !isToday(to, calendar);
  const end = (instant: number) => (days ? `${dayText(instant, calendar)} ` : '') + clockText(instant, calendar);
  return `${end(from)}–${end(to)}`;
}

/** The whole instant with zone, and in UTC: for titles on hover. */
export function exactText(instant: number, { language, timeZone }: Omit<Calendar, 'now'>): string {
  const local = format(language, { timeZone, dateStyle: 'medium', timeStyle: 'long' }).format(instant * 1000);
  return `${local} · ${isoText(instant)}`;
}

/** ISO 8601 in UTC, for exports and attributes. */
export const isoText = (instant: number): string => new Date(instant * 1000).toISOString().replace('.000Z', 'Z');

const dayKey = (instant: number, { timeZone }: Calendar): string =>
  format('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant * 1000);

const isToday = (instant: number, calendar: Calendar): boolean => dayKey(instant, calendar) === dayKey(calendar.now, calendar);

function dayText(instant: number, calendar: Calendar): string {
  const sameYear = dayKey(instant, calendar).slice(0, 4) === dayKey(calendar.now, calendar).slice(0, 4);
  return written(instant, calendar, { day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }) });
}

const written = (instant: number, { language, timeZone }: Calendar, options: Intl.DateTimeFormatOptions): string =>
  format(language, { ...options, timeZone }).format(instant * 1000);

/** English without a region is written the way most of the world's English is: day before month, 24 hours. */
const localeOf = (language = 'en'): string => (language === 'en' ? 'en-GB' : language);

function format(
  language: string | undefined,
  options: Intl.DateTimeFormatOptions & { timeZone?: string | undefined },
): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(localeOf(language), options);
  formats.set(key, known);
  return known;
}
