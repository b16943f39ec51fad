/**
 * Where a value is not what it should be, in words; none where it is. Numbers may differ by a share of the larger one, the rest
 * must be the same. Of records only what is expected is looked at.
 */
export function differences(actual: unknown, expected: unknown, within: number, path = 'it'): readonly string[] {
  if (typeof actual === 'number' && typeof expected === 'number')
    return Math.abs(actual - expected) <= within * Math.max(Math.abs(actual), Math.abs(expected)) ? [] : [told(path, actual, expected)];
  if (Array.isArray(expected) && Array.isArray(actual) && actual.length === expected.length)
    return expected.flatMap((each, i) => differences(actual[i], each, within, `${path}[${i}]`));
  if (isRecord(expected) && isRecord(actual))
    return Object.entries(expected).flatMap(([key, value]) => differences(actual[key], value, within, `${path}.${key}`));
  return Object.is(actual, expected) ? [] : [told(path, actual, expected)];
}

const told = (path: string, actual: unknown, expected: unknown): string =>
  `${path} is ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
