import type { SourceName } from '@vigla/contract/problem';
import { AppError } from '../http/index.ts';
import { TooLargeError } from './read-limited.ts';

/** An upstream as messages name it: "Prometheus at http://prometheus:9090". */
export interface Named {
  readonly source: SourceName;
  readonly title: string;
  readonly url: string;
}

/** The upstream is well and did not like this one question. */
export class RefusedQuestionError extends Error {
  override readonly name = 'RefusedQuestionError';
}

/** What an answer other than 2xx means. `words`: the upstream's own, null when it had none. */
export function refusal(named: Named, status: number, words: string | null): AppError {
  if (status === 401 || status === 403) {
    return unavailable(named, `refused the server's own credentials (HTTP ${status}). Check its token or password file.`);
  }
  const what = `answered with HTTP ${status}${words === null ? '' : `: ${words.slice(0, 500)}`}.`;
  if (status === 504) return failure('source_timeout', named, what);
  return unavailable(named, what, status === 400 || status === 422 ? new RefusedQuestionError(what) : undefined);
}

/** Names whatever went wrong while asking. */
export function describe(named: Named, cause: unknown, late: { readonly aborted: boolean; readonly afterMs: number }): AppError {
  if (cause instanceof AppError) return cause;
  if (late.aborted) return failure('source_timeout', named, `did not answer within ${late.afterMs / 1000} s.`, cause);
  if (cause instanceof TooLargeError) return unavailable(named, `sent ${cause.message} for one question.`, cause);
  return unavailable(named, `could not be reached: ${reasonOf(cause)}.`, cause);
}

export const unavailable = (named: Named, what: string, cause?: unknown): AppError => failure('source_unavailable', named, what, cause);

/** Whether the upstream itself is well although this question failed. */
export const isQuestionsFault = (failed: AppError): boolean => failed.cause instanceof RefusedQuestionError;

/** Whether a question failed because it asks for too much: too late, too large, or refused by a limit. */
export const isTooHeavy = (failed: AppError): boolean =>
  failed.code === 'source_timeout' || failed.cause instanceof TooLargeError || isQuestionsFault(failed);

const failure = (code: 'source_unavailable' | 'source_timeout', { source, title, url }: Named, what: string, cause?: unknown): AppError =>
  new AppError(code, `${title} at ${url} ${what}`, { source, cause });

/** The innermost cause has the plainest words: "connect ECONNREFUSED 127.0.0.1:9090". */
function reasonOf(cause: unknown): string {
  let inner = cause;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  if (inner instanceof AggregateError) inner = inner.errors[0];
  return inner instanceof Error ? inner.message : String(inner);
}
