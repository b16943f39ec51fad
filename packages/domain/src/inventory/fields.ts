/** Reads into objects of which nothing is certain. Total: a missing or misshapen field is undefined, or an empty list or record. */
export function fieldOf(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (!isRecord(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return here;
}

const isRecord = (value: unknown): value is Readonly<Record<string | number, unknown>> => typeof value === 'object' && value !== null;

/** Text at the end of a path. */
export function textOf(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** A finite number at the end of a path. */
export function numberOf(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** A list at the end of a path; empty where there is none. */
export function listOf(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Text values of a record, by key: labels, selectors. */
export function labelsOf(value: unknown, ...path: readonly (string | number)[]): ReadonlyMap<string, string> {
  const found = fieldOf(value, ...path);
  const labels = new Map<string, string>();
  if (!isRecord(found) || Array.isArray(found)) return labels;
  for (const key of Object.keys(found)) {
    const text = found[key];
    if (typeof text === 'string') labels.set(key, text);
  }
  return labels;
}

/** Whether labels carry every key and value of a selector. An empty selector selects everything; callers decide what it means. */
export function selects(selector: ReadonlyMap<string, string>, labels: ReadonlyMap<string, string>): boolean {
  // Asked half a million times in a large mesh: it makes nothing that would have to be cleared away.
  for (const key of selector.keys()) if (labels.get(key) !== selector.get(key)) return false;
  return true;
}
