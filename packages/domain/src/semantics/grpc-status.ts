import { grpcStatuses } from '@vigla/contract/graph';
import { number, text } from './read.ts';

/** The number of a status that is written as a name or as digits; undefined when it is neither. */
export function grpcStatusOf(written: unknown): number | undefined {
  const digits = number(written);
  if (digits !== undefined) return digits < grpcStatuses.length ? digits : undefined;
  const name = text(written)?.toUpperCase();
  const index = grpcStatuses.findIndex((one) => one === name);
  return index < 0 ? undefined : index;
}

/** Source: google.rpc.Code, the HTTP mapping that stands with each code. */
const codes = [200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401];

/** The HTTP code that means the same. */
export const httpCodeOf = (status: number): number => codes[status] ?? 500;
