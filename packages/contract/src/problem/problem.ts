import * as z from 'zod';

/** Every way a request can fail, with the HTTP status it travels under. Adding a row is an API change. */
export const problemStatus = {
  invalid_request: 400,
  not_signed_in: 401,
  forbidden: 403,
  read_only: 403,
  wrong_origin: 403,
  not_found: 404,
  conflict: 409,
  rejected_by_cluster: 422,
  too_many_requests: 429,
  internal: 500,
  not_configured: 501,
  source_unavailable: 502,
  source_timeout: 504,
} as const;

export type ProblemCode = keyof typeof problemStatus;
const codes = Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]];

/** The upstreams the server reads from. */
export const SourceName = z.enum(['prometheus', 'tracing', 'kubernetes']);
export type SourceName = z.infer<typeof SourceName>;

/** A right that the caller lacks, as Kubernetes names it. */
export const Right = z.object({
  verb: z.string(),
  group: z.string(),
  resource: z.string(),
  namespace: z.string().nullable(),
});
export type Right = z.infer<typeof Right>;

/** The only error body the API returns. `detail` is safe to show; causes stay in the server log under `reference`. */
export const Problem = z.object({
  code: z.enum(codes),
  detail: z.string(),
  source: SourceName.optional(),
  /** Present with `forbidden`: what the caller would need. */
  missing: Right.optional(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Short id of the log line, for support. */
  reference: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Part of an answer that could not be had; the rest of the answer is good. */
export const Gap = z.object({
  source: SourceName,
  /** What is missing because of it. */
  lacks: z.enum(['traffic', 'response_times', 'amounts', 'security', 'configuration', 'workloads', 'traces', 'history']),
  detail: z.string(),
});
export type Gap = z.infer<typeof Gap>;
