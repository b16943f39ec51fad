import { defaultTolerances, kialiTolerances, type Tolerance } from './tolerance.ts';

/** What is judged. `kind`: what the node stands for. */
export interface Judged {
  readonly namespace: string;
  readonly kind: 'workload' | 'app' | 'service';
  readonly name: string;
}

/** What one operator puts up with for some elements of the mesh: those whose namespace, kind and name all match. */
export interface HealthRule {
  readonly namespace: RegExp;
  readonly kind: RegExp;
  readonly name: RegExp;
  readonly tolerances: readonly Tolerance[];
}

/** How traffic is judged here: which limits hold where nobody says otherwise, and who says otherwise. */
export interface HealthRules {
  readonly preset: 'vigla' | 'kiali';
  readonly rules: readonly HealthRule[];
}

/** No rules; our own limits. */
export const plainRules: HealthRules = { preset: 'vigla', rules: [] };

/**
 * The limits for one element. Its owner's annotation counts most; else the first rule that matches, and that rule alone; else the
 * preset. Under `kiali` the share itself counts everywhere, however few requests there were.
 */
export function tolerancesFor(
  { preset, rules }: HealthRules,
  judged: Judged | null,
  ofOwner: readonly Tolerance[] | null,
): readonly Tolerance[] {
  const rule =
    judged &&
    rules.find(({ namespace, kind, name }) => namespace.test(judged.namespace) && kind.test(judged.kind) && name.test(judged.name));
  const chosen = ofOwner ?? rule?.tolerances ?? (preset === 'kiali' ? kialiTolerances : defaultTolerances);
  return preset === 'kiali' ? chosen.map((tolerance) => ({ ...tolerance, surely: false })) : chosen;
}
