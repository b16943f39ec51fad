import { isRecord } from '../json/json.ts';
import type { Cause } from '../status/status.ts';
import type { Schema } from './schema.ts';

/** What a check found. `value`: what remains when unknown fields are taken away, as a cluster does. */
export interface Checked {
  readonly value: unknown;
  readonly unknown: readonly string[];
  readonly causes: readonly Cause[];
}

const fine = (value: unknown): Checked => ({ value, unknown: [], causes: [] });

/** Checks a value against a schema and finds everything that is wrong with it. `path`: where the value lies, `spec`. */
export function check(schema: Schema, value: unknown, path: string): Checked {
  switch (schema.type) {
    case 'any':
      return fine(value);
    case 'object':
      return isRecord(value) ? checkObject(schema, value, path) : wrongType(value, path, 'object');
    case 'map':
      return isRecord(value)
        ? together(
            Object.entries(value).map(([key, item]) => [key, check(schema.values, item, `${path}.${key}`)] as const),
            Object.fromEntries,
          )
        : wrongType(value, path, 'object');
    case 'list':
      return Array.isArray(value)
        ? together(
            value.map((item: unknown, index) => [String(index), check(schema.items, item, `${path}[${index}]`)] as const),
            (entries) => entries.map(([, item]) => item),
          )
        : wrongType(value, path, 'array');
    default:
      return checkScalar(schema, value, path);
  }
}

type Entries = readonly (readonly [string, unknown])[];

function together(parts: readonly (readonly [string, Checked])[], build: (entries: Entries) => unknown): Checked {
  return {
    value: build(parts.map(([key, { value }]) => [key, value] as const)),
    unknown: parts.flatMap(([, { unknown }]) => unknown),
    causes: parts.flatMap(([, { causes }]) => causes),
  };
}

function checkObject(
  schema: Extract<Schema, { readonly type: 'object' }>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Checked {
  const entries = Object.entries(value);
  const known = entries.flatMap(([key, item]) => {
    const field = Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
    return field ? [[key, check(field, item, `${path}.${key}`)] as const] : [];
  });
  const found = together(known, Object.fromEntries);
  const missing = schema.required.filter((name) => !Object.hasOwn(value, name));
  return {
    value: found.value,
    unknown: [...entries.filter(([key]) => !Object.hasOwn(schema.fields, key)).map(([key]) => `${path}.${key}`), ...found.unknown],
    causes: [
      ...missing.map((name) => ({ reason: 'FieldValueRequired', message: 'Required value', field: `${path}.${name}` })),
      ...found.causes,
    ],
  };
}

type Scalar = Exclude<Schema, { readonly type: 'object' | 'map' | 'list' | 'any' }>;

const jsonTypes = { text: 'string', boolean: 'boolean', integer: 'integer', number: 'number' } as const;

function checkScalar(schema: Scalar, value: unknown, path: string): Checked {
  const fits =
    schema.type === 'text'
      ? typeof value === 'string'
      : schema.type === 'boolean'
        ? typeof value === 'boolean'
        : schema.type === 'integer'
          ? Number.isInteger(value)
          : typeof value === 'number';
  if (!fits) return wrongType(value, path, jsonTypes[schema.type]);
  const why =
    schema.type === 'text'
      ? wrongText(schema, String(value))
      : schema.type === 'boolean'
        ? undefined
        : outOfRange(schema, Number(value), path);
  return why ? { value, unknown: [], causes: [{ ...why, field: path }] } : fine(value);
}

function wrongText({ oneOf, duration }: Extract<Schema, { readonly type: 'text' }>, value: string): Cause | undefined {
  if (oneOf && !oneOf.includes(value)) {
    return {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: "${value}": supported values: ${oneOf.map((one) => `"${one}"`).join(', ')}`,
    };
  }
  if (duration && !/^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$|^0$/.test(value)) {
    return { reason: 'FieldValueInvalid', message: `Invalid value: "${value}": must be a duration such as 1.5s, 250ms or 1h` };
  }
  return undefined;
}

function outOfRange({ min, max }: { readonly min?: number; readonly max?: number }, value: number, path: string): Cause | undefined {
  if (min !== undefined && value < min)
    return { reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${path} in body should be greater than or equal to ${min}` };
  if (max !== undefined && value > max)
    return { reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${path} in body should be less than or equal to ${max}` };
  return undefined;
}

const typeName = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : typeof value === 'number'
        ? Number.isInteger(value)
          ? 'integer'
          : 'number'
        : typeof value;

const wrongType = (value: unknown, path: string, wanted: string): Checked => ({
  value,
  unknown: [],
  causes: [
    {
      reason: 'FieldValueTypeInvalid',
      message: `Invalid value: "${typeName(value)}": ${path} in body must be of type ${wanted}: "${typeName(value)}"`,
      field: path,
    },
  ],
});
