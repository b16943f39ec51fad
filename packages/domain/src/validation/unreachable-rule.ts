import { listOf } from '../inventory/index.ts';
import { finding, isKind, type Rule } from './rule.ts';

/**
 * IST0130: a rule that no request can reach, because an earlier one takes everything or the very same requests.
 * IST0131: one condition of a rule that an earlier rule already has.
 */
export const unreachableRule: Rule = (object) => {
  if (!isKind(object, 'VirtualService')) return [];
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) => {
    const seen = new Map<string, number>();
    let open: number | null = null;
    return listOf(object.spec, protocol).flatMap((rule, k) => {
      const path = `spec.${protocol}[${k}]`;
      if (open !== null) return [finding(object, { rule: 'IST0130', severity: 'warning', path, facts: { rule: k, earlier: open } })];
      const matches = listOf(rule, 'match');
      if (matches.length === 0) open = k;
      const repeated = matches.flatMap((match, m) => {
        const text = canonical(match);
        const earlier = seen.get(text);
        if (earlier === undefined) seen.set(text, k);
        return earlier === undefined ? [] : [{ m, earlier }];
      });
      const all = repeated.length > 0 && repeated.length === matches.length && repeated.every(({ earlier }) => earlier < k);
      if (all)
        return [finding(object, { rule: 'IST0130', severity: 'warning', path, facts: { rule: k, earlier: repeated[0]?.earlier ?? 0 } })];
      return repeated.map(({ m, earlier }) =>
        finding(object, { rule: 'IST0131', severity: 'info', path: `${path}.match[${m}]`, facts: { rule: k, match: m, earlier } }),
      );
    });
  });
};

/** A condition as text in which the order of keys does not matter; its name is only a label. */
function canonical(value: unknown, isTop = true): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, false)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([key, field]) => field !== undefined && !(isTop && key === 'name'));
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field, false)}`)
    .join(',')}}`;
}
