/** What is made of a value, where there is one; nothing else. */
export const given = <T, R>(value: T | null | undefined | false, make: (value: T) => R): readonly R[] =>
  value === null || value === undefined || value === false ? [] : [make(value)];
