import type { Cause, Explanation } from '@vigla/contract/explain';
import type { ExplainVoice } from './voice.ts';

type ObjectCause = Extract<Cause, { kind: 'object' }>;

/** What is behind it, in sentences: which object, who wrote it and when, what it was before, how soon it showed. */
export function causeSentences({ cause, since, verdict }: Explanation, voice: ExplainVoice): readonly string[] {
  const { t, f, names } = voice;
  const began = since === null ? [] : [t('explain.cause.since', { instant: f.instant(since) })];
  if (!cause) return began;
  if (cause.kind === 'hidden') return [t('explain.cause.hidden'), ...began];
  if (cause.kind === 'element') return [t('explain.cause.element', { name: names.of(cause.element) }), ...began];
  const delay = cause.write?.delaySeconds;
  const calls = verdict.kind === 'caller_without_proxy';
  const later =
    delay === null || delay === undefined ? null : t(calls ? 'explain.cause.delay.calls' : 'explain.cause.delay', { span: f.span(delay) });
  return [
    writeText(cause, voice),
    ...(later === null ? began : [later]),
    ...(cause.certainty === 'likely' ? [t('explain.cause.likely')] : []),
  ];
}

function writeText(cause: ObjectCause, voice: ExplainVoice): string {
  const { object, write } = cause;
  const { t, f } = voice;
  const named = { kind: object.kind, name: object.name };
  const what = fieldText(cause, voice);
  if (!write) return [t('explain.cause.object', named), what ?? ''].join(' ').trim();
  const written = { ...named, instant: f.instant(write.at), by: write.by };
  return what === null ? t(`explain.cause.${write.kind}`, written) : t(`explain.cause.${write.kind}.so`, { ...written, what });
}

/** The field and what became of it. The object as a whole needs no field. */
function fieldText(cause: ObjectCause, { t }: ExplainVoice): string | null {
  const { field, part, value, before } = cause;
  if (field === null) return null;
  if (field === 'spec') return value === '{}' || value === null ? t('explain.cause.field.empty') : null;
  const name = part === null ? fieldName(field) : t('explain.cause.part', { field: fieldName(field), part });
  if (before && before.value !== null && value !== null) return t('explain.cause.field.from', { field: name, before: before.value, value });
  if (before && value !== null) return t('explain.cause.field.new', { field: name, value });
  if (before?.value) return t('explain.cause.field.gone', { field: name, before: before.value });
  return value === null ? t('explain.cause.field.missing', { field: name }) : t('explain.cause.field.is', { field: name, value });
}

/** The last part of a path that is a name: `maxConnections`. */
export const fieldName = (path: string): string => path.split(/\.|\[\d+\]/).findLast((part) => part !== '') ?? path;
