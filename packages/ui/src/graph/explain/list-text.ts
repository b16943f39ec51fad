import type { NotKnown, RuledOut } from '@vigla/contract/explain';
import type { ExplainVoice } from './voice.ts';

/** What surely is not the reason, in a few words. */
export function ruledOutText(one: RuledOut, { t, f }: ExplainVoice): string {
  const values = 'share' in one ? { share: f.share(one.share) } : 'ready' in one ? { ready: one.ready, desired: one.desired } : {};
  return t(`explain.ruledOut.${one.kind}`, values);
}

/** What nobody can tell from here, as the end of a sentence. */
export function notKnownText(one: NotKnown, { t, names }: ExplainVoice): string {
  const { kind, ...values } = one;
  return t(`explain.notKnown.${kind}`, {
    ...('missing' in values ? { missing: values.missing.join(', ') } : values),
    ...('name' in values && { name: names.of(values.name) }),
  });
}
