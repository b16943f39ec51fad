/**
 * The structure of a custom resource, as much of it as the lab checks: it says which fields are known, of what type, and in what range.
 * `any` is a part the lab keeps as it is.
 */
export type Schema =
  | { readonly type: 'object'; readonly fields: Fields; readonly required: readonly string[]; readonly about?: string }
  | { readonly type: 'map'; readonly values: Schema; readonly about?: string }
  | { readonly type: 'list'; readonly items: Schema; readonly about?: string }
  | { readonly type: 'text'; readonly oneOf?: readonly string[]; readonly duration?: boolean; readonly about?: string }
  | { readonly type: 'integer' | 'number'; readonly min?: number; readonly max?: number; readonly about?: string }
  | { readonly type: 'boolean'; readonly about?: string }
  | { readonly type: 'any'; readonly about?: string };

type Fields = Readonly<Record<string, Schema>>;

/** An object with known fields. A name that ends in `!` is required. */
export function object(fields: Fields, about?: string): Schema {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    fields: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/!$/, ''), schema])),
    required: entries.filter(([name]) => name.endsWith('!')).map(([name]) => name.slice(0, -1)),
    ...described(about),
  };
}

const described = (about: string | undefined): { about?: string } => (about === undefined ? {} : { about });

export const listOf = (items: Schema, about?: string): Schema => ({ type: 'list', items, ...described(about) });
export const mapOf = (values: Schema, about?: string): Schema => ({ type: 'map', values, ...described(about) });
export const oneOf = (...values: readonly string[]): Schema => ({ type: 'text', oneOf: values });
export const about = (words: string, schema: Schema): Schema => ({ ...schema, about: words });

export const words: Schema = { type: 'text' };
export const texts = listOf(words);
export const labels = mapOf(words);
export const flag: Schema = { type: 'boolean' };
export const number: Schema = { type: 'number' };
export const count: Schema = { type: 'integer', min: 0, max: 4_294_967_295 };
export const whole: Schema = { type: 'integer', min: -2_147_483_648, max: 2_147_483_647 };
export const anything: Schema = { type: 'any' };
export const duration: Schema = { type: 'text', duration: true };
export const selector = object({ matchLabels: labels }, 'Which pods it applies to; absent means all of the namespace.');
export const legacySelector = object({ labels });
export const targetRef = object({ group: words, 'kind!': words, 'name!': words, namespace: words });
export const exportTo = about('Namespaces that may see it: `.`, `*` or names.', texts);
