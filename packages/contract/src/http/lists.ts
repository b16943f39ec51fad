import * as z from 'zod';

/** A repeated query key arrives as an array, a single one as a string, none as undefined. */
const listOf = (value: unknown): unknown => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** A list that may be absent. */
type Repeated<T extends z.ZodType<string, string>> = z.ZodDefault<z.ZodType<z.output<T>[], z.input<T>[]>>;

/** A query key that may be repeated, `namespace=a&namespace=b`. Absent is the empty list. */
export const repeated = <T extends z.ZodType<string, string>>(item: T): Repeated<T> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- before it is read the value may be one string as well, which senders need not know
  z.preprocess(listOf, z.array(item)).default([]) as unknown as Repeated<T>;
