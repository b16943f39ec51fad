/** Reads of untyped object trees: a wrong shape reads as absent, so that a broken object never crashes the mesh. */
export type Tree = Readonly<Record<string, unknown>>;

const empty: Tree = Object.freeze({});

/** The value as a map; an empty one when it is anything else. Total. */
export const tree = (value: unknown): Tree => (isTree(value) ? value : empty);

/** Tells a map from lists, null and scalars. */
export const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a list; an empty one when it is anything else. Total. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The maps of a list; other members are left out. Total. */
export const trees = (value: unknown): readonly Tree[] => list(value).filter(isTree);

/** The value as text; undefined when it is anything else. Total. */
export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The texts of a list; other members are left out. Total. */
export const texts = (value: unknown): readonly string[] => list(value).filter((member) => typeof member === 'string');

/** The value as a finite number, also when it is written as digits; undefined when it is anything else. Total. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  return undefined;
}

/** The texts of a map; other members are left out. Total. */
export function labels(value: unknown): Readonly<Record<string, string>> {
  const pairs = Object.entries(tree(value)).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(pairs);
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, µs: 0.001, ns: 0.000001 };

/** A duration as Kubernetes and Istio write it, `1h2m3.5s`. Units: ms. Total: undefined when it is not one. */
export function durationMs(value: unknown): number | undefined {
  const written = text(value);
  if (written === undefined || !/^(\d+(\.\d+)?(ms|us|µs|ns|h|m|s))+$/.test(written)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of written.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g)) sum += Number(amount) * (unitMs[unit ?? ''] ?? 0);
  return sum;
}

/** Whether every wanted label is there with its value. An empty selector selects everything. */
export const selects = (wanted: Readonly<Record<string, string>>, present: Readonly<Record<string, string>>): boolean =>
  Object.entries(wanted).every(([name, value]) => Object.hasOwn(present, name) && present[name] === value);
