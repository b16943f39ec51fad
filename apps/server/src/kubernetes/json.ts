/** JSON of somebody else, looked at without trusting its shape. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether `value` is an object, and no list. */
export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that `value` is, or an empty one. */
export const recordOf = (value: unknown): Json => (isRecord(value) ? value : {});

/** The objects among the elements of the list that `value` is, or none. */
export const recordsOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** The text that `value` is, or an empty one. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A copy that lacks some keys. */
export const without = (value: Json, ...keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
