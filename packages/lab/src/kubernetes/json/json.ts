import type { KubeObject } from '@vigla/contract/objects';

/** A JSON object as it arrives or is stored: nothing is known about its fields. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, as opposed to a list, a scalar or null. */
export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a JSON object, an empty one where it is something else. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {});

/** The value as a list, an empty one where it is something else. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value as text, empty where it is something else. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A scalar as text, empty where the value is something else. */
export const scalarText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';

/** What lies at a path inside a value. Own fields only, so hostile names such as `constructor` find nothing. Total: undefined where the path leads nowhere. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here)) here = typeof step === 'number' ? (here as readonly unknown[])[step] : undefined;
    else here = isRecord(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

/** Whether two JSON values say the same; a field that is undefined counts as absent, and the order of fields does not matter. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => equal(at(a, key), at(b, key)));
}

/** The object without some of its fields. */
export const without = (value: Json, ...fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !fields.includes(key)));

/** The object with one field set, or taken away where the value is undefined. Safe for any field name, `__proto__` included. */
export const withField = (value: Json, field: string, content: unknown): Record<string, unknown> =>
  Object.fromEntries([
    ...Object.entries(value).filter(([key]) => key !== field),
    ...(content === undefined ? [] : [[field, content] as const]),
  ]);

/** Whether a JSON object has what every object of the API has: apiVersion, kind and a name. */
export const isKubeObject = (value: Json): value is KubeObject =>
  typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string' && typeof at(value, 'metadata', 'name') === 'string';

/** A JSON object that is known to be one of the API. Fails: a mistake of the lab. */
export function kubeObject(value: Json): KubeObject {
  if (!isKubeObject(value)) throw new TypeError('A value that must be an object of the API has no apiVersion, kind or name.');
  return value;
}
