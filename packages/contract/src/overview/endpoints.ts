import * as z from 'zod';
import { endpoint, KubernetesName, repeated } from '../http/index.ts';
import { moment } from '../units/index.ts';
import { Overview } from './overview.ts';

export const getOverview = endpoint({
  method: 'GET',
  path: '/api/v1/overview',
  access: 'signed-in',
  summary: 'What enters, fails and is encrypted, and how each namespace is doing. No namespace means all that the caller may see.',
  query: z.object({
    namespace: repeated(KubernetesName),
    ...moment,
  }),
  response: Overview,
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'source_unavailable', 'source_timeout'],
});
