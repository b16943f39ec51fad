import type { KubeObject } from '@vigla/contract/objects';
import { AppError, type Identity } from '../http/index.ts';
import { resourcePath } from '../kubernetes/index.ts';
import type { Kubernetes } from '../sources/index.ts';
import type { Checked } from './checked-objects.ts';
import { lastApplied, readObject } from './shown-object.ts';

/** What the cluster made of one write. */
export interface Outcome {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/** The four requests of a write, always with the caller's own credentials. */
export interface ClusterWrites {
  /** The object as it is now; null when there is none. */
  read(checked: Checked): Promise<KubeObject | null>;
  write(checked: Checked, live: KubeObject | null, dryRun: boolean): Promise<Outcome>;
  /** Puts `live` back in the place of what we wrote. Fails: conflict when somebody has changed it since. */
  putBack(checked: Checked, live: KubeObject | null, ours: KubeObject): Promise<void>;
}

/** Unknown fields are refused rather than dropped: what a person wrote is what gets stored. */
const asVigla = { fieldManager: 'vigla', fieldValidation: 'Strict' } as const;

export function clusterWrites(kubernetes: Kubernetes, identity: Identity, signal: AbortSignal): ClusterWrites {
  const pathOf = ({ resource, object }: Checked) => resourcePath(resource, object.metadata.namespace, object.metadata.name);
  return {
    async read(checked) {
      try {
        return readObject((await kubernetes.request(identity, { method: 'GET', path: pathOf(checked) }, signal)).body);
      } catch (error) {
        if (error instanceof AppError && error.code === 'not_found') return null;
        throw error;
      }
    },
    async write(checked, live, dryRun) {
      const { resource, object } = checked;
      if (!live && object.metadata.resourceVersion !== undefined)
        throw new AppError('conflict', 'It has been deleted since it was loaded.', { source: 'kubernetes' });
      const query = { ...asVigla, ...(dryRun && { dryRun: 'All' }) };
      const request = live
        ? ({ method: 'PUT', path: pathOf(checked), query, body: merged(checked, live) } as const)
        : ({ method: 'POST', path: resourcePath(resource, object.metadata.namespace), query, body: fresh(checked) } as const);
      const { body, warnings } = await kubernetes.request(identity, request, signal);
      return { object: readObject(body), warnings };
    },
    async putBack(checked, live, ours) {
      const { uid, resourceVersion } = ours.metadata;
      if (live) {
        const body = { ...withoutNotes(live), metadata: { ...withoutNotes(live).metadata, resourceVersion } };
        await kubernetes.request(identity, { method: 'PUT', path: pathOf(checked), query: asVigla, body }, signal);
      } else {
        const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid, resourceVersion } };
        await kubernetes.request(identity, { method: 'DELETE', path: pathOf(checked), body }, signal);
      }
    },
  };
}

/** A new object: what the person wrote and nothing the cluster decides. */
function fresh({ object: { apiVersion, kind, metadata, spec } }: Checked) {
  const { name, namespace, labels, annotations } = metadata;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) },
    spec: spec ?? {},
  };
}

/**
 * The object as it is to become: the person's spec, labels and annotations on what the cluster holds. Finalizers, owners and
 * kubectl's own annotation stay. The version is the one the person saw or, where they did not say, the one just read:
 * whatever happens in between is a conflict and not a lost update.
 */
function merged({ object }: Checked, live: KubeObject) {
  const { metadata: held, ...rest } = withoutNotes(live);
  const { labels, annotations, resourceVersion } = object.metadata;
  const kept = held.annotations?.[lastApplied];
  return {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      ...held,
      ...(labels && { labels }),
      ...(annotations && { annotations: { ...annotations, ...(kept !== undefined && { [lastApplied]: kept }) } }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    spec: object.spec ?? {},
  };
}

/** The cluster keeps its notes on who owns which field by itself. */
function withoutNotes(object: KubeObject) {
  const { managedFields: _notes, ...metadata } = object.metadata;
  return { ...object, metadata };
}
