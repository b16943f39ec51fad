/** What a person's input comes to: a value, or every problem with it at once. */
export type Result<T, P> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly P[] };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const failed = <P>(problems: readonly P[]): Result<never, P> => ({ ok: false, problems });
