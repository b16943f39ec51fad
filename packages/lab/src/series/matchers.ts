import { anchoredRegex } from './re2/regex.ts';
import type { Labels, Matcher } from './series.ts';

/**
 * Whether a label set satisfies all matchers, compiled once for many label sets.
 * Fails: RegexFailure when a regex is not RE2.
 */
export function matchAll(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: matchValue(matcher) }));
  return (labels) => tests.every(({ name, test }) => test(labelValue(labels, name)));
}

/** Whether one label value satisfies a matcher; a missing label is asked as the empty string. */
export function matchValue({ operator, value }: Matcher): (text: string) => boolean {
  const { test } = operator === '=' || operator === '!=' ? { test: (text: string) => text === value } : anchoredRegex(value);
  return operator.startsWith('!') ? (text) => !test(text) : test;
}

/** A label's value, empty when missing. Total: `__proto__` and the like are names as any other. */
export const labelValue = (labels: Labels, name: string): string => (Object.hasOwn(labels, name) ? (labels[name] ?? '') : '');
