import type { KubeObject } from '@vigla/contract/objects';
import { isRecord, type Json, record } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import type { Store } from '../store/store.ts';

const revision = 'deployment.kubernetes.io/revision';

const revisionOf = ({ metadata }: KubeObject): number => Number(metadata.annotations?.[revision] ?? 0);

/** The object with the number of its rollout. */
export const revised = (object: KubeObject, number: number): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [revision]: String(number) } },
});

/** Which rollout the present template is: its own number where it is the latest, else the next one. `isNew`: it had no ReplicaSet before. */
export function rolloutNumber(deployment: KubeObject, present: KubeObject, others: readonly KubeObject[], isNew: boolean): number {
  const highest = Math.max(0, ...others.map(revisionOf));
  const own = revisionOf(present) || (isNew ? 0 : revisionOf(deployment) || (highest === 0 ? 1 : 0));
  if (own > highest) return own;
  return Math.max(highest, isNew ? revisionOf(deployment) : 0) + 1;
}

/** Writes down which rollout a Deployment is at; `kubectl rollout` finds its history by these numbers. Saves nothing where nothing changed. */
export function stampRollout(store: Store, deployment: KubeObject, set: KubeObject, number: number): void {
  for (const [kind, object] of [
    ['ReplicaSet', set],
    ['Deployment', deployment],
  ] as const) {
    const live = store.get(rowOf(kind), object.metadata.namespace, object.metadata.name);
    if (live && revisionOf(live) !== number) store.save(rowOf(kind), revised(live, number));
  }
}

/** What a template says, without what says nothing: a client that reads and writes it back adds empty fields. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  const fields = Object.entries(value).map(([key, child]) => [key, plain(child)] as const);
  return Object.fromEntries(fields.filter(([, child]) => child !== null && !(isRecord(child) && Object.keys(child).length === 0)));
}

/** A pod template without what the controllers add to it. */
export function plainTemplate(template: unknown): unknown {
  const { metadata, ...rest }: Json = record(template);
  const { labels, annotations } = record(metadata);
  const own = Object.entries(record(labels)).filter(([key]) => key !== 'pod-template-hash');
  return plain({ ...rest, metadata: { labels: Object.fromEntries(own), annotations } });
}
