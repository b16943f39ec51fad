/** How one part of a page's state stands in its URL. */
export interface Part<T> {
  readonly key: string;
  readonly write: (value: T) => string;
  /** Null: this text is damaged. */
  readonly read: (text: string) => T | null;
}

/** One word of a list. */
export const word = <T extends string>(key: string, words: readonly T[]): Part<T> => ({
  key,
  write: (value) => value,
  read: (text) => words.find((one) => one === text) ?? null,
});

/** Some words of a list, in its order, with dots between them. */
export const words = <T extends string>(key: string, all: readonly T[]): Part<readonly T[]> => ({
  key,
  write: (value) => all.filter((one) => value.includes(one)).join('.'),
  read: (text) => {
    const asked = text === '' ? [] : text.split('.');
    return asked.every((one) => (all as readonly string[]).includes(one)) ? all.filter((one) => asked.includes(one)) : null;
  },
});

/** A whole number within limits. */
export const whole = (key: string, least: number, most: number): Part<number> => ({
  key,
  write: String,
  read: (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : null;
  },
});

/** Any text. */
export const text = (key: string): Part<string> => ({ key, write: (value) => value, read: (given) => given });

/** Something that may be absent; absent is not written. */
export const maybe = <T>({ key, write, read }: Part<T>): Part<T | null> => ({
  key,
  write: (value) => (value === null ? '' : write(value)),
  read: (given) => (given === '' ? null : read(given)),
});
