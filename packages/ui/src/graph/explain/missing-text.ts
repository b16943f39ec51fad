import type { MissingStep } from '@vigla/contract/explain';
import type { MissingCall } from './missing-element.ts';
import { type ExplainVoice, objectText } from './voice.ts';

/** The question about a call that is not there. */
export function missingQuestion({ from, to }: MissingCall, { t, names }: ExplainVoice): string {
  if (from !== null && to !== null) return t('explain.missing.title', { from: names.of(from), to: names.of(to) });
  if (to !== null) return t('explain.missing.title.to', { to: names.of(to) });
  return from === null ? t('explain.missing.title.all') : t('explain.missing.title.from', { from: names.of(from) });
}

/** What a step found, in a sentence. */
export function findingText({ finding, facts, object }: MissingStep, { t, f }: ExplainVoice): string {
  const { at, seconds } = facts;
  return t(`explain.finding.${finding}`, {
    ...facts,
    object: objectText(object, t),
    ...(typeof at === 'number' && { instant: f.instant(at) }),
    ...(typeof seconds === 'number' && { span: f.span(seconds) }),
  });
}
