import { type SavedView, ViewDraft } from '@vigla/contract/views';
import { KubeObject } from '@vigla/contract/objects';
import { at, type EpochSeconds } from '@vigla/contract/units';

/** What marks a ConfigMap as a view. */
export const viewLabel = { key: 'vigla.io/kind', value: 'view' } as const;
const byAnnotation = 'vigla.io/saved-by';
const atAnnotation = 'vigla.io/saved-at';

interface Written extends ViewDraft {
  readonly namespace: string;
  readonly name: string;
  readonly by: string;
  readonly savedAt: EpochSeconds;
  readonly resourceVersion?: string | undefined;
}

/** A view as the cluster keeps it. */
export const configMapOf = ({ namespace, name, title, search, by, savedAt, resourceVersion }: Written) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name,
    namespace,
    labels: { [viewLabel.key]: viewLabel.value, 'app.kubernetes.io/managed-by': 'vigla' },
    annotations: { [byAnnotation]: by, [atAnnotation]: new Date(savedAt * 1000).toISOString() },
    ...(resourceVersion !== undefined && { resourceVersion }),
  },
  data: { title, search },
});

/** What a ConfigMap holds of a view; null where it is none, or where somebody has damaged it by other ways. */
export function viewIn(object: unknown): SavedView | null {
  const parsed = KubeObject.safeParse(typeof object === 'object' ? { apiVersion: 'v1', kind: 'ConfigMap', ...object } : object);
  if (!parsed.success) return null;
  const { metadata, data } = parsed.data;
  const draft = ViewDraft.safeParse(data);
  if (!draft.success || metadata.labels?.[viewLabel.key] !== viewLabel.value || metadata.namespace === undefined) return null;
  const savedAt = Date.parse(metadata.annotations?.[atAnnotation] ?? '') / 1000;
  return {
    ...draft.data,
    namespace: metadata.namespace,
    name: metadata.name,
    by: metadata.annotations?.[byAnnotation]?.slice(0, 253) ?? null,
    savedAt: Number.isFinite(savedAt) && savedAt >= 0 ? at(Math.floor(savedAt)) : null,
    resourceVersion: metadata.resourceVersion ?? '',
  };
}
