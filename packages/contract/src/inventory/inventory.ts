import * as z from 'zod';
import { endpoint } from '../http/index.ts';

/** A namespace the caller may see. */
export const Namespace = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Sidecars are injected into new pods; null where its labels could not be read. */
  injected: z.boolean().nullable(),
  /** Holds the control plane. */
  controlPlane: z.boolean(),
});
export type Namespace = z.infer<typeof Namespace>;

export const listNamespaces = endpoint({
  method: 'GET',
  path: '/api/v1/namespaces',
  access: 'signed-in',
  summary: 'The namespaces that the caller may see, by name.',
  response: z.object({ namespaces: z.array(Namespace) }),
  problems: ['not_signed_in', 'forbidden', 'source_unavailable', 'source_timeout'],
});
