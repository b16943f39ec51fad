/**
 * Compiles a pattern of configuration as a full match, or undefined where it cannot be followed safely.
 *
 * Proxies use RE2, which is linear in time and has no lookaround and no back references. This engine backtracks, so a
 * repeated group that itself repeats, `(a+)+`, could run for ever: it is refused rather than run.
 */
export function fullMatch(pattern: string, ignoreCase = false): RegExp | undefined {
  if (pattern.length > 512 || /\(\?(?!:|P?<[A-Za-z])/.test(pattern) || /\\[1-9]/.test(pattern) || /\(\?<[=!]/.test(pattern))
    return undefined;
  if (/\([^()]*([*+]|\{\d+,\d*\})[^()]*\)\s*([*+]|\{\d)/.test(pattern) || /\)[*+{][^)]*\)\s*[*+{]/.test(pattern)) return undefined;
  if (/\([^()]*\|[^()]*\)\s*([*+]|\{\d)/.test(pattern)) return undefined;
  try {
    return new RegExp(`^(?:${pattern.replaceAll('(?P<', '(?<')})$`, ignoreCase ? 'si' : 's');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
