import type { Problem, ProblemCode } from '@vigla/contract/problem';

/**
 * Why a call failed. Besides the server's own problems: `unreachable` (no answer at all) and
 * `unreadable` (an answer that is not ours, such as a proxy's page).
 */
export type FailureCode = ProblemCode | 'unreachable' | 'unreadable';

/** Every failed call ends as one of these; views put its code into words. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: FailureCode;
  /** The server's own words; null when the server was not heard. */
  readonly problem: Problem | null;

  constructor(code: FailureCode, detail: string, problem: Problem | null = null, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.problem = problem;
  }
}
