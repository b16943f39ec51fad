import { at, equal, isRecord, type Json, list, record, text } from '../json/json.ts';
import { listRule } from '../patching/list-rules.ts';
import type { Resource } from '../resources/resource.ts';

/**
 * Which fields of an object somebody wrote: each a path, written as the JSON list of its steps.
 * A step is `f:<field>`, `k:{"name":"x"}` for an item known by its key, or `v:<json>` for a member of a set.
 */
export type FieldSet = ReadonlySet<string>;

/** A path from its steps. */
export const pathOf = (steps: readonly string[]): string => JSON.stringify(steps);

/** The steps of a path. */
export const stepsOf = (path: string): readonly string[] => list(JSON.parse(path)).map(text);

const unowned = new Set([
  pathOf(['f:apiVersion']),
  pathOf(['f:kind']),
  ...[
    'name',
    'namespace',
    'generateName',
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'managedFields',
    'selfLink',
  ].map((field) => pathOf(['f:metadata', `f:${field}`])),
]);

/** The fields an object consists of: its scalars, its atomic lists, its empty maps and the items of its keyed lists. What the server itself writes is left out. */
export function fieldsOf(resource: Resource, object: unknown): FieldSet {
  const found = new Set<string>();
  collect(resource, object, [], [], found);
  return new Set([...found].filter((path) => !unowned.has(path)));
}

function collect(resource: Resource, value: unknown, steps: readonly string[], names: readonly string[], found: Set<string>): void {
  if (Array.isArray(value)) return collectItems(resource, value, steps, names, found);
  if (!isRecord(value) || Object.keys(value).length === 0) {
    if (steps.length > 0) found.add(pathOf(steps));
    return;
  }
  for (const [key, child] of Object.entries(value)) collect(resource, child, [...steps, `f:${key}`], [...names, key], found);
}

function collectItems(
  resource: Resource,
  items: readonly unknown[],
  steps: readonly string[],
  names: readonly string[],
  found: Set<string>,
): void {
  const rule = listRule(resource, names);
  if (rule === 'atomic' || items.length === 0) {
    found.add(pathOf(steps));
    return;
  }
  for (const item of items) {
    const own = [...steps, rule === 'set' ? `v:${JSON.stringify(item)}` : keyStep(item, rule)];
    found.add(pathOf(own));
    if (rule !== 'set') collect(resource, item, own, names, found);
  }
}

/** The step of a list item that is known by some of its fields. A port without protocol is a TCP port. */
function keyStep(item: unknown, keys: readonly string[]): string {
  const fields = keys.map((key) => [key, at(item, key) ?? (key === 'protocol' ? 'TCP' : undefined)] as const);
  return `k:${JSON.stringify(Object.fromEntries(fields.filter(([, value]) => value !== undefined).toSorted(([a], [b]) => byLetters(a, b))))}`;
}

/** The value at a path of an object; undefined where there is none. */
export function valueAt(object: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>(enter, object);
}

function enter(here: unknown, name: string): unknown {
  if (name.startsWith('f:')) return at(here, name.slice(2));
  if (name.startsWith('v:')) return list(here).find((item) => JSON.stringify(item) === name.slice(2));
  return list(here).find((item) => fitsKey(item, name));
}

/** Whether a list item is the one a `k:` step names. */
export const fitsKey = (item: unknown, name: string): boolean => {
  const wanted = record(JSON.parse(name.slice(2)));
  return keyStep(item, Object.keys(wanted)) === name || Object.entries(wanted).every(([key, value]) => equal(at(item, key), value));
};

/** The set in the form `managedFields` carries. Source: FieldsV1 of the Kubernetes API. */
export const toFieldsV1 = (fields: FieldSet): Json => tree([...fields].map(stepsOf));

/** Paths as nested objects. A path that ends where others go on is marked by a dot. */
function tree(paths: readonly (readonly string[])[]): Json {
  const first = new Set(paths.flatMap(([step]) => step ?? []));
  return Object.fromEntries(
    [...first].toSorted(byLetters).map((step) => {
      const rests = paths.filter(([own]) => own === step).map(([, ...rest]) => rest);
      const deeper = rests.filter((rest) => rest.length > 0);
      return [step, { ...(deeper.length > 0 && deeper.length < rests.length ? { '.': {} } : {}), ...tree(deeper) }];
    }),
  );
}

export const byLetters = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Reads the form `managedFields` carries. Total: what cannot be read is no field. */
export function fromFieldsV1(fields: unknown): FieldSet {
  const found = new Set<string>();
  const walk = (node: unknown, steps: readonly string[]): void => {
    const entries = Object.entries(record(node));
    if (steps.length > 0 && (entries.length === 0 || entries.some(([key]) => key === '.'))) found.add(pathOf(steps));
    for (const [key, child] of entries) if (readable(key)) walk(child, [...steps, key]);
  };
  walk(fields, []);
  return found;
}

function readable(name: string): boolean {
  if (name.startsWith('f:')) return true;
  if (!name.startsWith('k:') && !name.startsWith('v:')) return false;
  try {
    JSON.parse(name.slice(2));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

export const union = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a, ...b]);
export const minus = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => !b.has(path)));
