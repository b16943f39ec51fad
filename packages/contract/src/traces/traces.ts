import * as z from 'zod';
import { endpoint, KubernetesName } from '../http/index.ts';
import { EpochSeconds } from '../units/index.ts';

/** One trace in a list. */
export const TraceSummary = z.object({
  id: z.string(),
  at: EpochSeconds,
  durationMs: z.number().nonnegative(),
  spans: z.number().int().nonnegative(),
  services: z.number().int().nonnegative(),
  rootService: z.string(),
  rootOperation: z.string(),
  failed: z.boolean(),
});
export type TraceSummary = z.infer<typeof TraceSummary>;

export const listTraces = endpoint({
  method: 'GET',
  path: '/api/v1/namespaces/:namespace/apps/:app/traces',
  access: 'signed-in',
  summary: 'Recent traces through one application, slowest first.',
  params: z.object({ namespace: KubernetesName, app: KubernetesName }),
  query: z.object({
    windowSeconds: z.coerce.number<number>().int().min(15).max(2_592_000).default(300),
    atEpochSeconds: z.coerce.number<number>().int().nonnegative().max(32_503_680_000).pipe(EpochSeconds).optional(),
    limit: z.coerce.number<number>().int().min(1).max(100).default(20),
  }),
  response: z.object({ traces: z.array(TraceSummary) }),
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'not_configured', 'source_unavailable', 'source_timeout'],
});
