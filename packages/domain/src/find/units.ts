/** What a number of an expression measures. `rate`: per second; `bytes`: per second; `time`: milliseconds; `percent`: 0 to 100; `age`: seconds. */
export type Quantity = 'rate' | 'bytes' | 'time' | 'percent' | 'age' | 'count';

const units: Readonly<Record<Quantity, Readonly<Record<string, number>>>> = {
  rate: { rps: 1, '/s': 1, k: 1e3, krps: 1e3, 'k/s': 1e3, rpm: 1 / 60, '/min': 1 / 60 },
  bytes: {
    b: 1,
    'b/s': 1,
    kb: 1e3,
    'kb/s': 1e3,
    mb: 1e6,
    'mb/s': 1e6,
    gb: 1e9,
    'gb/s': 1e9,
    kib: 2 ** 10,
    'kib/s': 2 ** 10,
    mib: 2 ** 20,
    'mib/s': 2 ** 20,
    gib: 2 ** 30,
    'gib/s': 2 ** 30,
  },
  time: { us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, min: 6e4, m: 6e4 },
  percent: { '%': 1 },
  age: { s: 1, min: 60, m: 60, h: 3600, d: 86_400 },
  count: {},
};

/** Units that a reader is offered for a quantity; the first is meant where none is written. */
export const offeredUnits: Readonly<Record<Quantity, readonly string[]>> = {
  rate: ['rps'],
  bytes: ['B', 'kB', 'MB', 'GB'],
  time: ['ms', 's'],
  percent: ['%'],
  age: ['s', 'min', 'h', 'd'],
  count: [],
};

/** How many of the quantity's own unit a written unit is; null where it has no such unit. */
export const unitFactor = (quantity: Quantity, unit: string): number | null => {
  const known = units[quantity];
  const key = unit.toLowerCase();
  return Object.hasOwn(known, key) ? (known[key] ?? null) : null;
};

/** Reads "1", "1.5e3", "20%", "1MB": the number and what stands behind it. Null for anything else. */
export function readNumber(text: string): { readonly value: number; readonly unit: string } | null {
  const [, digits, unit = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+(?![a-z]))?)(\D{0,8})$/i.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits);
  return Number.isFinite(value) ? { value, unit: unit.trim() } : null;
}
