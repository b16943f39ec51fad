import { listOf, numberOf } from '../inventory/index.ts';
import { finding, isKind, type Rule } from './rule.ts';

/**
 * SCH-VS-40: several destinations and nothing for any of them, which Istio refuses.
 * KIA1104: one destination with a weight that has no effect.
 * VIG-WEIGHTS: weights that do not make 100; Istio takes them as proportions, people read them as percent.
 */
export const weightsOff: Rule = (object) => {
  if (!isKind(object, 'VirtualService')) return [];
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) =>
    listOf(object.spec, protocol).flatMap((rule, k) => {
      const weights = listOf(rule, 'route').map((route) => numberOf(route, 'weight') ?? 0);
      const path = `spec.${protocol}[${k}].route`;
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      if (weights.length === 1 && total >= 1 && total < 100)
        return [finding(object, { rule: 'KIA1104', severity: 'warning', path: `${path}[0].weight`, facts: { weight: total } })];
      if (weights.length < 2 || total === 100) return [];
      const none = total === 0;
      return [finding(object, { rule: none ? 'SCH-VS-40' : 'VIG-WEIGHTS', severity: none ? 'error' : 'warning', path, facts: { total } })];
    }),
  );
};
