import * as z from 'zod';
import { endpoint, KubernetesName, repeated } from '../http/index.ts';
import { EpochSeconds } from '../units/index.ts';
import { Overview } from './overview.ts';

export const getOverview = endpoint({
  method: 'GET',
  path: '/api/v1/overview',
  access: 'signed-in',
  summary: 'What enters, fails and is encrypted, and how each namespace is doing. No namespace means all that the caller may see.',
  query: z.object({
    namespace: repeated(KubernetesName),
    windowSeconds: z.coerce.number<number>().int().min(15).max(2_592_000).default(300),
    atEpochSeconds: z.coerce.number<number>().int().nonnegative().max(32_503_680_000).pipe(EpochSeconds).optional(),
  }),
  response: Overview,
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'source_unavailable', 'source_timeout'],
});
