import * as z from 'zod';

/**
 * How an element is doing.
 *
 * `idle` is measured and zero; `unknown` is not measured. `unknown` has no place in the order: the health
 * of a whole is the worst of what was measured.
 */
export const Health = z.enum(['healthy', 'degraded', 'failing', 'not_ready', 'idle', 'unknown']);
export type Health = z.infer<typeof Health>;

/** Why an element has its health, as facts; views put them into words. */
export const HealthReason = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('errors'),
    errorRatio: z.number().min(0).max(1),
    failed: z.number().nonnegative(),
    total: z.number().nonnegative(),
    codes: z.string(),
    protocol: z.enum(['http', 'grpc']),
    /** Whether requests to the element failed, or requests that it sent. */
    direction: z.enum(['inbound', 'outbound']),
    /** Shares from which on an element is called degraded or failing by the rule that applied, 0..1. */
    degradedAt: z.number().min(0).max(1),
    failingAt: z.number().min(0).max(1),
  }),
  z.object({ kind: z.literal('pods'), ready: z.number().int().nonnegative(), desired: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('no_sidecar') }),
  z.object({ kind: z.literal('outside') }),
  z.object({ kind: z.literal('no_traffic') }),
  z.object({ kind: z.literal('source_missing'), source: z.string() }),
]);
export type HealthReason = z.infer<typeof HealthReason>;
