import type { Finding } from '@vigla/contract/istio';
import type { WordKey, Words } from '../words/index.ts';

/** The sentence of each rule: the fact, what follows, and how to mend it. */
const sentences: Readonly<Record<string, WordKey>> = {
  KIA0202: 'wizards.finding.KIA0202',
  KIA0203: 'wizards.finding.KIA0203',
  KIA1101: 'wizards.finding.KIA1101',
  KIA1104: 'wizards.finding.KIA1104',
  KIA1106: 'wizards.finding.KIA1106',
  KIA1107: 'wizards.finding.KIA1107',
  IST0130: 'wizards.finding.IST0130',
  IST0131: 'wizards.finding.IST0131',
  'SCH-VS-40': 'wizards.finding.SCH-VS-40',
  'VIG-WEIGHTS': 'wizards.finding.VIG-WEIGHTS',
};

/** Puts a finding into words. A rule that a newer server knows and we don't is told by its id and facts, not dropped. */
export function findingText({ rule, facts }: Finding, t: Words): string {
  const key = Object.hasOwn(sentences, rule) ? sentences[rule] : undefined;
  if (key) return t(key, facts);
  return t('wizards.finding.other', {
    rule,
    facts: Object.entries(facts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  });
}
