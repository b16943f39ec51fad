import * as z from 'zod';
import { endpoint, KubernetesName, repeated } from '../http/index.ts';
import { ObjectReference } from '../istio/index.ts';
import { Gap } from '../problem/index.ts';
import { EpochSeconds, instant, spanSeconds } from '../units/index.ts';

/** That somebody wrote an object, as its managed fields and creation time tell. What the object was before is not known from these. */
export const Change = z.object({
  at: EpochSeconds,
  object: ObjectReference,
  /** The field manager, as the writer named itself: kubectl-edit, vigla, argocd-controller. */
  by: z.string(),
  kind: z.enum(['created', 'changed']),
});
export type Change = z.infer<typeof Change>;

export const listChanges = endpoint({
  method: 'GET',
  path: '/api/v1/changes',
  access: 'signed-in',
  summary: 'Writes to mesh configuration and workloads within a span of time, newest first.',
  query: z.object({
    namespace: repeated(KubernetesName),
    spanSeconds,
    toEpochSeconds: instant.optional(),
  }),
  response: z.object({ changes: z.array(Change), gaps: z.array(Gap) }),
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'source_unavailable', 'source_timeout'],
});
