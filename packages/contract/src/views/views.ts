import * as z from 'zod';
import { endpoint, KubernetesName } from '../http/index.ts';
import { EpochSeconds } from '../units/index.ts';

/** What a person writes of a view: a title, and the page's state as the query of its link. */
export const ViewDraft = z.object({
  title: z.string().trim().min(1, 'Give the view a name.').max(80, 'A name has at most 80 characters.'),
  /** Without the question mark. Whoever opens it reads it as they would a link: unknown parts are passed over. */
  search: z
    .string()
    .max(4000, 'This view is too long to be saved: close some groups, or shorten the search.')
    .regex(/^[\w.~!*'()+%=&:/,@-]*$/, 'is not the query of a link'),
});
export type ViewDraft = z.infer<typeof ViewDraft>;

/** A view kept in the cluster, as a ConfigMap of its namespace. Whoever may read that may open it; `by` is what its writer's session said. */
export const SavedView = ViewDraft.extend({
  namespace: z.string(),
  name: z.string(),
  by: z.string().nullable(),
  savedAt: EpochSeconds.nullable(),
  /** Send it back with a change: what somebody else changed meanwhile is not overwritten. */
  resourceVersion: z.string(),
});
export type SavedView = z.infer<typeof SavedView>;

const problems = ['invalid_request', 'not_signed_in', 'forbidden', 'source_unavailable', 'source_timeout'] as const;
const writeProblems = [...problems, 'read_only', 'wrong_origin', 'not_found', 'conflict', 'rejected_by_cluster'] as const;
const oneView = z.object({ namespace: KubernetesName, name: KubernetesName });

export const listViews = endpoint({
  method: 'GET',
  path: '/api/v1/views',
  access: 'signed-in',
  summary: 'Saved views of the graph that the caller may read, and the namespaces in which they may save one.',
  response: z.object({
    views: z.array(SavedView),
    /** Namespaces in which this caller may save views; empty where the server is read-only. */
    writable: z.array(z.string()),
    /** Namespaces that the caller may see and whose views they may not read. */
    unreadable: z.array(z.string()),
    /** There are more namespaces than are looked into one by one. */
    incomplete: z.boolean(),
  }),
  problems,
});

export const saveView = endpoint({
  method: 'PUT',
  path: '/api/v1/namespaces/:namespace/views/:name',
  access: 'write',
  summary: "Saves a view as a ConfigMap, with the caller's own rights. Without `resourceVersion` it must be new.",
  params: oneView,
  body: ViewDraft.extend({ resourceVersion: z.string().max(100).optional() }),
  response: SavedView,
  problems: writeProblems,
});

export const deleteView = endpoint({
  method: 'DELETE',
  path: '/api/v1/namespaces/:namespace/views/:name',
  access: 'write',
  summary: "Deletes a saved view, with the caller's own rights. Only ConfigMaps that are views are deleted.",
  params: oneView,
  response: z.object({ namespace: z.string(), name: z.string() }),
  problems: writeProblems,
});
