import { number, text } from './read.ts';

/** Order: by number, from 0. Source: gRPC, status codes and their use. */
const names = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** The number of a status that is written as a name or as digits; undefined when it is neither. */
export function grpcStatusOf(written: unknown): number | undefined {
  const digits = number(written);
  if (digits !== undefined) return digits < names.length ? digits : undefined;
  const index = names.indexOf(text(written)?.toUpperCase() ?? '');
  return index < 0 ? undefined : index;
}

/** Source: google.rpc.Code, the HTTP mapping that stands with each code. */
const codes = [200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401];

/** The HTTP code that means the same. */
export const httpCodeOf = (status: number): number => codes[status] ?? 500;
