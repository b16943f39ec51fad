/** The kinds of failure that Prometheus' API knows, as they travel in `errorType`. */
export type FailureType = 'bad_data' | 'execution' | 'timeout' | 'not_found' | 'internal';

/** A query that cannot be answered. The message is safe to show to whoever asked. */
export class QueryFailure extends Error {
  override readonly name = 'QueryFailure';
  readonly type: FailureType;

  constructor(type: FailureType, message: string) {
    super(message);
    this.type = type;
  }
}

/** A query that is wrong as written. */
export const badData = (message: string): QueryFailure => new QueryFailure('bad_data', message);

/** A query that is well written but meets data it cannot work on. */
export const cannotExecute = (message: string): QueryFailure => new QueryFailure('execution', message);
