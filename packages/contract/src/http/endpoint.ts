import type * as z from 'zod';
import type { ProblemCode } from '../problem/index.ts';

/** Who may call a row. `public`: anybody. `signed-in`: a known caller. `write`: a known caller who is not read-only, with CSRF header and Origin checked. */
export type Access = 'public' | 'signed-in' | 'write';

/** One row of the API. Server validation, client types, query keys and OpenAPI are all read from it. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/api/v1/${string}`;
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodType<Record<string, string>>;
  readonly query?: z.ZodType<Record<string, unknown>>;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  /** `stream`: server-sent events, each `data:` line one JSON value of the response schema. Default is one JSON answer. */
  readonly kind?: 'stream';
  readonly problems: readonly ProblemCode[];
}

type Part<E, K extends string> = E extends { readonly [_ in K]: infer S extends z.ZodType } ? { [_ in K]: S } : unknown;
type Parts<E> = Part<E, 'params'> & Part<E, 'query'> & Part<E, 'body'>;

/** What a caller sends. */
export type RequestOf<E extends Endpoint> = { [K in keyof Parts<E>]: Parts<E>[K] extends z.ZodType ? z.input<Parts<E>[K]> : never };
/** What a handler receives: the same, after validation and defaults. */
export type ParsedOf<E extends Endpoint> = { [K in keyof Parts<E>]: Parts<E>[K] extends z.ZodType ? z.output<Parts<E>[K]> : never };
export type ResponseOf<E extends Endpoint> = z.output<E['response']>;

export const endpoint = <const E extends Endpoint>(row: E): E => row;
