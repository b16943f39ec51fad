import type { SourceName } from '@vigla/contract/problem';
import type { FailureCode, ProblemError } from '../data/index.ts';
import type { WordKey, Words } from '../words/index.ts';

/** A failure in words: what happened, then why and what is not affected. */
export interface ProblemSentence {
  readonly title: string;
  readonly text: string;
}

const ownText: Partial<Record<FailureCode, WordKey>> = {
  unreachable: 'problem.failed.unreachable.text',
  unreadable: 'problem.failed.unreadable.text',
  not_signed_in: 'problem.failed.not_signed_in.text',
  wrong_origin: 'problem.failed.wrong_origin.text',
  internal: 'problem.failed.internal.text',
};

/** Puts a failure into words. Where the server has told more than its code, its words are used. */
export function problemSentence({ code, message, problem }: ProblemError, t: Words): ProblemSentence {
  const source = problem?.source;
  const own = ownText[code];
  const fields = problem?.fields?.map(({ path, message: wrong }) => `${path}: ${wrong}`) ?? [];
  const text = own ? t(own, { detail: message }) : [message, ...fields].map(ended).join(' ');
  return {
    title: capital(t(`problem.failed.${code}`, { source: t(`data.source.${source ?? 'prometheus'}`) })),
    text: source && isSourceFailure(code) ? `${text} ${t(unaffected(source))}` : text,
  };
}

/** Others' words often come without a full stop; ours follow them. */
const ended = (sentence: string): string => (/[.!?…:]$/.test(sentence.trim()) ? sentence : `${sentence}.`);
const isSourceFailure = (code: FailureCode): boolean => code === 'source_unavailable' || code === 'source_timeout';
const unaffected = (source: SourceName): WordKey => `problem.unaffected.${source}`;
const capital = (sentence: string): string => sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
