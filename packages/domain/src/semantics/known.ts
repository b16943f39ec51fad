/** What is known of one attribute of a kind of request. The lab knows all; observations of a running mesh do not. */
export type Known<T> =
  | { readonly kind: 'known'; readonly value: T }
  /** Seen with these shares, 0..1, over `samples` requests. Shares add up to 1. */
  | { readonly kind: 'distribution'; readonly values: readonly { readonly value: T; readonly share: number }[]; readonly samples: number }
  | { readonly kind: 'unknown' };

/** Whether a condition holds; `maybe` names the unknown attributes that would decide it, `method` or `header x-tenant`. */
export type Tri = 'yes' | 'no' | { readonly maybe: readonly string[] };

export const known = <T>(value: T): Known<T> => ({ kind: 'known', value });
export const unknown: Known<never> = Object.freeze({ kind: 'unknown' });

/** Answers with what is known of an attribute; a `maybe` that names it where nothing is. A distribution must have been split before. */
export function asked<T>(attribute: Known<T>, name: string, holds: (value: T) => boolean): Tri {
  return attribute.kind === 'known' ? tri(holds(attribute.value)) : { maybe: [name] };
}

export const tri = (holds: boolean): Tri => (holds ? 'yes' : 'no');

export const not = (one: Tri): Tri => (one === 'yes' ? 'no' : one === 'no' ? 'yes' : one);

/** Whether all hold. One "no" decides, whatever else is unknown; none at all is "yes". */
export function all(ones: readonly Tri[]): Tri {
  if (ones.includes('no')) return 'no';
  return maybeOf(ones) ?? 'yes';
}

/** Whether some hold. One "yes" decides, whatever else is unknown; none at all is "no". */
export function some(ones: readonly Tri[]): Tri {
  if (ones.includes('yes')) return 'yes';
  return maybeOf(ones) ?? 'no';
}

function maybeOf(ones: readonly Tri[]): Tri | undefined {
  const names = ones.flatMap((one) => (typeof one === 'string' ? [] : one.maybe));
  return names.length === 0 ? undefined : { maybe: [...new Set(names)].sort() };
}
