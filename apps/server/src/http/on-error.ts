import { randomBytes } from 'node:crypto';
import type { Problem } from '@vigla/contract/problem';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from './app-error.ts';

/** The only place a failure becomes an HTTP answer. The cause stays in the log, under the reference that the answer carries. */
export function onError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = error instanceof AppError ? error : fromFramework(error);
  const reference = randomBytes(5).toString('hex');
  if (request.raw.aborted || reply.raw.destroyed) request.log.debug({ code: known.code, reference }, 'the client went before its answer');
  else request.log[known.statusCode >= 500 ? 'error' : 'info']({ err: error, code: known.code, reference }, 'request failed');
  const problem: Problem = { ...known.problem, reference };
  void reply
    .code(known.statusCode)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** Fastify's own refusals (a body that is no JSON, too large, a folder where a file belongs) are the sender's fault; all else is a bug of ours. */
function fromFramework(error: unknown): AppError {
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  if (statusCode === 403 || statusCode === 404) return new AppError('not_found', 'There is nothing at this path.', { cause: error });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new AppError('invalid_request', refusals[String(code)] ?? 'The request could not be read.', { cause: error });
  }
  return new AppError('internal', 'Something went wrong on the server. The log has the cause under the reference of this answer.', {
    cause: error,
  });
}

const refusals: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not JSON.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty, and JSON was announced.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body must be sent as application/json.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than 1 MiB.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its header says.',
  FST_ERR_BAD_URL: 'The path is not a valid URL path.',
};
