import * as z from 'zod';
import { ObjectReference } from '../istio/index.ts';
import { EpochSeconds } from '../units/index.ts';

/** That an object was written. `by` is the field manager: the cluster knows no more of who it was. */
export const LastWrite = z.object({
  at: EpochSeconds,
  by: z.string(),
  kind: z.enum(['created', 'changed']),
  /** From the write to the first failure; null where the two cannot be set side by side. Units: seconds. */
  delaySeconds: z.number().int().nonnegative().nullable(),
});
export type LastWrite = z.infer<typeof LastWrite>;

/**
 * What a field was before. `last_applied`: in the copy that `kubectl apply` keeps with the object; `seen`: in a version that
 * this server saw while it watched; `replica_set`: in the set of pods that was replaced. `value` null: the field was not there.
 */
export const Before = z.object({ value: z.string().nullable(), from: z.enum(['last_applied', 'seen', 'replica_set']) });
export type Before = z.infer<typeof Before>;

/** What is behind it: an object of the cluster and the field in it, something that is called, or an object that the reader may not see. */
export const Cause = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('object'),
    object: ObjectReference,
    /** Leads into the object, `spec.subsets[1].trafficPolicy.connectionPool.tcp.maxConnections`; null: the object as a whole. */
    field: z.string().nullable(),
    /** The part it holds for: a subset; null for all of it. */
    part: z.string().nullable(),
    value: z.string().nullable(),
    before: Before.nullable(),
    write: LastWrite.nullable(),
    /** `likely`: it fits in time and place, and nothing proves it. */
    certainty: z.enum(['sure', 'likely']),
  }),
  z.object({
    kind: z.literal('element'),
    /** Id of a node of the graph. */
    element: z.string(),
    namespace: z.string().nullable(),
    name: z.string(),
    version: z.string().nullable(),
    certainty: z.enum(['sure', 'likely']),
  }),
  z.object({ kind: z.literal('hidden') }),
]);
export type Cause = z.infer<typeof Cause>;
