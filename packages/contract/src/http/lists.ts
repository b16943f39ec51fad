import * as z from 'zod';

/** A repeated query key arrives as an array, a single one as a string, none as undefined. */
const listOf = (value: unknown): unknown => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** A query key that may be repeated, `namespace=a&namespace=b`. Absent is the empty list. */
export const repeated = <T extends z.ZodType<string, string>>(item: T): z.ZodType<z.output<T>[], z.input<T>[] | undefined> =>
  z.preprocess(listOf, z.array(item)).default([]) as unknown as z.ZodType<z.output<T>[], z.input<T>[] | undefined>;
