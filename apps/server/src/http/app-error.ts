import { type Problem, type ProblemCode, problemStatus } from '@vigla/contract/problem';

/**
 * A failure with a name the API knows. Anything else that reaches the error handler is a bug and
 * leaves the process as `internal`, with its message kept in the log and out of the answer.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ProblemCode;
  readonly statusCode: number;
  readonly problem: Problem;

  constructor(code: ProblemCode, detail: string, rest: Omit<Problem, 'code' | 'detail'> & { cause?: unknown } = {}) {
    const { cause, ...shown } = rest;
    super(detail, { cause });
    this.code = code;
    this.statusCode = problemStatus[code];
    this.problem = { code, detail, ...shown };
  }
}
